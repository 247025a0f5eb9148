-- Reports read the calls since a time: of the open day too only the pages of that time. Rows come nearly in that order.
create index call_received on call using brin (received_at);

-- Pages of the calls with one symptom, which most calls have not.
create index call_symptom on call (symptom, received_at) where symptom is not null;
