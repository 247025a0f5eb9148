-- What was asked, of calls that people may want to ask again; dropped with its day, as the ledger is.
create table recorded_request (
    call uuid not null,
    received_at timestamptz not null, -- of the call
    request jsonb not null,
    body bytea not null,
    primary key (call, received_at)
) partition by range (received_at);

-- DPR id of the call that this one repeats.
alter table call add column replay_of text;
