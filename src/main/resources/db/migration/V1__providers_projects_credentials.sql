-- What may change while instances run, and how they notice: each keeps the documents in memory and compares one number.
-- A row, not a sequence: its change becomes visible with the change it announces, never before.
create table catalogue (
    name text primary key,
    revision bigint not null
);
insert into catalogue (name, revision) values ('provider', 0), ('project', 0), ('credential', 0);

create table provider (
    id text primary key,
    version bigint not null, -- the catalogue's revision that wrote it, so a deleted and recreated one is never mistaken
    document jsonb not null,
    updated_at timestamptz not null default now()
);

create table mapping (
    provider text not null references provider (id) on delete cascade,
    name text not null,
    document jsonb not null,
    updated_at timestamptz not null default now(),
    primary key (provider, name)
);

create table project (
    id text primary key,
    default_tier text not null,
    monthly_budget text, -- an amount and its currency: '250 EUR'
    updated_at timestamptz not null default now()
);

create table project_key (
    prefix text primary key,
    project text not null references project (id) on delete cascade,
    hash bytea not null, -- SHA-256 of the whole key
    created_at timestamptz not null default now(),
    revoked_at timestamptz
);
create index project_key_project on project_key (project);

create table credential (
    id text primary key,
    kind text not null,
    version bigint not null,
    sealed bytea not null, -- the settings, AES-256-GCM
    token bytea, -- the token in use, sealed as well
    token_version bigint not null default 0, -- the fence: a late holder of the lease writes nothing
    token_expires_at timestamptz,
    refresh_after timestamptz, -- from here on the token is replaced while it still works
    lease_holder uuid, -- who is getting a new token
    lease_until timestamptz, -- when the holder is taken for dead
    retry_after timestamptz, -- the token endpoint failed: nobody asks before
    refused text, -- the token endpoint said no for good: why
    updated_at timestamptz not null default now()
);
