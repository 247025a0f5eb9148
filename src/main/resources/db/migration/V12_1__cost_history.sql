-- Months are read over everybody.
create index spend_day on spend (day);
create index spend_unit_day on spend_unit (day);

-- Who was warned of which budget: it outlives the case, so that there is one warning a month.
create table budget_warning (
    kind text not null check (kind in ('PROJECT', 'PROVIDER')),
    owner text not null,
    month date not null, -- its first day
    warned_at timestamptz not null default now(),
    primary key (kind, owner, month)
);

-- Days of UTC that are over and summed up below, so that nobody has to read the calls of a month again.
create table closed_day (
    day date primary key,
    closed_at timestamptz not null default now()
);

-- Safe calls that repeated one before them.
create table repeated_call (
    provider text not null,
    day date not null,
    project text not null,
    operation text not null,
    currency text not null, -- '' where the provider has no price
    kept_seconds int not null, -- how long an answer would have been kept
    calls bigint not null,
    repeats bigint not null, -- those that a kept answer would have served, at the least
    cost numeric not null, -- of the repeats, at the least
    primary key (provider, day, project, operation, currency, kept_seconds)
);

-- What each tier asked of a provider.
create table tier_day (
    provider text not null,
    day date not null,
    tier text not null,
    calls bigint not null,
    refused bigint not null, -- let down by a limit
    used bigint not null, -- requests, as limits count them
    primary key (provider, day, tier)
);
