-- What is known of a provider's operations: apart from its document, which every instance reads whenever one changes.
create table contract (
    provider text primary key references provider (id) on delete cascade,
    document jsonb not null,
    updated_at timestamptz not null default now()
);
