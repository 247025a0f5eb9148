-- The ledger. A call and all that hangs on it are partitioned by the day the call was received, in UTC, so that history
-- is dropped by the day. The writer creates a day when PostgreSQL finds it missing: no schedule has to live for that.
-- Children name their call without a foreign key: they are written by the same statement and dropped by the same day.

-- One counter per project, operation and tool, in the spelling of the DPR id. Its row lock, held until the commit, is
-- what makes steps gapless.
create table dpr_step (
    series bigint generated always as identity unique,
    project text not null,
    operation text not null,
    tool text not null,
    last bigint not null,
    primary key (project, operation, tool)
) with (fillfactor = 50);

create table call (
    id uuid not null,
    received_at timestamptz not null,
    series bigint not null, -- of dpr_step
    step bigint not null,
    project text not null,
    kind text not null,
    tool text not null,
    provider text not null,
    operation text not null,
    tier text not null,
    took_micros bigint not null,
    idempotency_key text,
    source text, -- null: there was no answer
    status int not null,
    symptom text,
    fault text,
    ambiguous boolean not null,
    age_micros bigint not null,
    cost numeric,
    cost_currency text,
    signature text,
    detail text not null,
    primary key (id, received_at)
) partition by range (received_at);
create index call_step on call (series, step);
create index call_project on call (project, received_at);
create index call_signature on call (signature, received_at) where signature is not null;

create table attempt (
    call uuid not null,
    received_at timestamptz not null, -- of the call
    number int not null,
    provider text not null,
    target text not null,
    credential text,
    started_at timestamptz not null,
    took_micros bigint not null,
    status int not null, -- 0: no answer came
    symptom text,
    retry boolean not null,
    slow boolean not null,
    counts_against_target boolean not null,
    detail text not null
) partition by range (received_at);
create index attempt_call on attempt (call);
create index attempt_provider on attempt (provider, received_at);

create table strike (
    call uuid not null,
    received_at timestamptz not null, -- of the call
    position int not null, -- in the call's story
    number int not null,
    symptom text not null,
    remedy text,
    worked boolean not null,
    at timestamptz not null,
    detail text not null
) partition by range (received_at);
create index strike_call on strike (call);

-- What a deferred call was answered in the end, for whoever asks for its id.
create table deferred_answer (
    call uuid not null,
    received_at timestamptz not null, -- of the call
    status int not null,
    headers jsonb not null,
    body bytea not null,
    primary key (call, received_at)
) partition by range (received_at);

create table parked_call (
    call uuid primary key,
    received_at timestamptz not null, -- of the call
    project text not null,
    request jsonb not null,
    body bytea not null,
    tier text not null,
    not_before timestamptz not null,
    tries int not null,
    send_began boolean not null,
    lease_until timestamptz -- someone is at it
);
create index parked_call_due on parked_call (not_before);

-- Case files: a cause has at most one that is not resolved.
create table escalation (
    id uuid primary key default gen_random_uuid(),
    cause text not null,
    pattern text not null,
    symptom text not null,
    status text not null default 'OPEN' check (status in ('OPEN', 'ACKNOWLEDGED', 'RESOLVED')),
    triggers text[] not null,
    signature text,
    project text not null,
    provider text not null,
    operation text not null,
    opened_at timestamptz not null default clock_timestamp(),
    last_seen_at timestamptz not null default clock_timestamp(),
    occurrences bigint not null,
    first_call uuid not null,
    first_dpr_id text not null,
    recommendations jsonb not null,
    attempted jsonb not null, -- the strikes of the call that opened it
    acknowledged_by text,
    acknowledged_at timestamptz,
    resolved_by text,
    resolved_at timestamptz,
    resolution text
);
create unique index escalation_unresolved on escalation (cause) where status <> 'RESOLVED';
create index escalation_opened on escalation (opened_at);

create table error_signature (
    signature text primary key,
    provider text not null,
    operation text not null,
    symptom text not null,
    message text not null,
    first_seen timestamptz not null default clock_timestamp(),
    last_seen timestamptz not null default clock_timestamp(),
    seen bigint not null
) with (fillfactor = 50);

-- What the fleet knows together. A target without a row has a closed circuit that was never open.
create table circuit (
    target text primary key,
    provider text not null,
    state text not null check (state in ('OPEN', 'HALF_OPEN', 'CLOSED')),
    since timestamptz not null, -- when the outage began; of a closed one, when it was over: older attempts do not count
    until timestamptz not null, -- while half-open: when probes that were not heard of are given out anew
    probes_left int not null
);

create table throttle (
    provider text not null,
    credential text not null, -- '' for everyone
    until timestamptz not null,
    primary key (provider, credential)
);

create table usage_warning (
    provider text not null,
    credential text not null, -- '' for everyone
    until timestamptz not null,
    primary key (provider, credential)
);

-- Attempts per second at a target, one row per instance so that instances never wait for each other. Not logged: a
-- crash of PostgreSQL costs the breaker one minute of memory and nothing else.
create unlogged table target_second (
    instance uuid not null,
    second bigint not null, -- since 1970, by the database's clock
    target text not null,
    provider text not null,
    calls bigint not null,
    failures bigint not null,
    slow bigint not null,
    retries bigint not null,
    primary key (instance, second, target)
) with (fillfactor = 50);
create index target_second_second on target_second (second);

create table kept_answer (
    key text primary key,
    status int not null,
    headers jsonb not null,
    body bytea not null,
    stored_at timestamptz not null,
    fresh_until timestamptz not null
);
create index kept_answer_stored on kept_answer (stored_at);
