-- What the last sweep judged of each provider, and the numbers it judged by.
create table standing (
    provider text primary key,
    colour text not null,
    phase text not null,
    reasons text[] not null,
    since timestamptz not null,
    outage_since timestamptz,
    outage_seen timestamptz,
    ever_answered boolean not null, -- kept here so that no sweep has to look through history for it
    window_from timestamptz not null,
    window_until timestamptz not null,
    calls bigint not null,
    answered bigint not null,
    let_down bigint not null,
    attempts bigint not null,
    failures bigint not null,
    limited bigint not null,
    refused bigint not null,
    p50_micros bigint,
    p95_micros bigint,
    p99_micros bigint
) with (fillfactor = 50);

create table standing_change (
    id bigint generated always as identity primary key,
    provider text not null,
    at timestamptz not null,
    colour text not null,
    phase text not null,
    reasons text[] not null
);
create index standing_change_provider on standing_change (provider, id);

-- One row: what a sweep leaves for the next one. Its lock is what makes sweeps take turns.
create table sweep (
    id int primary key default 1 check (id = 1),
    swept_at timestamptz,
    troubled boolean not null default false, -- our own network seemed down
    trouble_seen timestamptz, -- when it last did: failures until then are held against nobody
    counted_until timestamptz not null default now() -- outcomes of remedies are counted up to here
);
insert into sweep default values;

create table probe_turn (
    provider text primary key,
    next_at timestamptz not null
);

-- A sweep measures by provider. Without this index it would read everybody's day for each of them.
create index call_provider on call (provider, received_at);

-- Outcomes are counted as they come in, not when their call began: a parked call is finished hours later.
alter table strike add column recorded_at timestamptz not null default now();
create index strike_recorded on strike (recorded_at);

create table remedy_outcome (
    signature text not null,
    remedy text not null,
    tries bigint not null,
    successes bigint not null,
    primary key (signature, remedy)
) with (fillfactor = 50);

create index error_signature_seen on error_signature (last_seen);
create index error_signature_provider on error_signature (provider, last_seen);

-- What a person wrote when a case was over, and the lesson that a sweep makes of it.
create table resolution (
    escalation uuid primary key references escalation (id),
    provider text not null,
    signature text,
    resolved_by text not null,
    resolved_at timestamptz not null,
    resolution text not null,
    remedy text,
    lesson jsonb,
    lesson_recorded_at timestamptz
);
create index resolution_signature on resolution (signature);
create index resolution_untold on resolution (provider) where lesson_recorded_at is null;
create index escalation_provider on escalation (provider, opened_at);
