-- The keys under which callers ask, so that a repeated POST is answered from the first one's result. What was asked is
-- kept as a fingerprint only; what was told beside the body stands in the ledger.
create table caller_key (
    project text not null,
    key text not null,
    request text not null,
    call uuid not null, -- whose it is now
    received_at timestamptz not null, -- of the call
    lease_until timestamptz not null, -- a call is at it until then at most
    sent_before boolean not null default false, -- an earlier call under this key was not heard of or ended in doubt
    ended boolean not null default false,
    status int, -- of the answer; null when there was none, or when it comes later
    headers jsonb,
    body bytea,
    expires_at timestamptz not null,
    primary key (project, key)
);
create index caller_key_expires on caller_key (expires_at);
