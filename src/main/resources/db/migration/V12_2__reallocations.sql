-- Changes of tiers' shares that observed use suggests, each with its reason. The one that is APPLIED holds instead of the
-- shares in the provider's document for as long as those are its base.
create table reallocation (
    id uuid primary key default gen_random_uuid(),
    provider text not null,
    made_at timestamptz not null default now(),
    state text not null check (state in ('PROPOSED', 'APPLIED', 'SUPERSEDED')),
    base_critical int not null,
    base_important int not null,
    base_nice_to_have int not null,
    from_critical int not null,
    from_important int not null,
    from_nice_to_have int not null,
    critical int not null,
    important int not null,
    nice_to_have int not null,
    reason text not null,
    check (critical >= 0 and important >= 0 and nice_to_have >= 0 and critical + important + nice_to_have = 100)
);
create unique index reallocation_current on reallocation (provider, state) where state <> 'SUPERSEDED';
create index reallocation_made on reallocation (made_at);
create index reallocation_provider on reallocation (provider, made_at);

create index tier_day_day on tier_day (day);
