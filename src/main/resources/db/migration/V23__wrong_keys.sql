-- Who has shown wrong keys, and how often; whoever is quiet is forgotten after an hour.
create table failed_attempt (
    source text primary key, -- an address, or an IPv6 network
    failures int not null,
    first timestamptz not null,
    last timestamptz not null
);
create index failed_attempt_last on failed_attempt (last);
