-- One politeness clock per host for all instances: a turn is taken and given back in one statement each.
create table host_clock (
    host text primary key,
    next_at timestamptz not null, -- no request begins before
    held_until timestamptz not null, -- a request is under way until then at most
    holder uuid not null, -- whose turn it is or was
    slowed int not null default 0 -- how often in a row the host asked to be left alone
);

create table robots_txt (
    origin text primary key,
    state text not null, -- FOUND, ABSENT, UNREACHABLE
    content text not null, -- the file, or why there is none
    asked_at timestamptz not null,
    fresh_until timestamptz not null
);

create table scrape (
    id uuid primary key,
    project text not null,
    dpr_id text unique, -- of what was submitted; a message of the queue has none of its own
    idempotency_key text,
    request text, -- a digest of what was submitted with the key
    submitted_at timestamptz not null default now(),
    unique (project, idempotency_key)
);

create table scrape_page (
    position bigint generated always as identity primary key, -- pages are listed in the order they were asked for
    id uuid not null unique default gen_random_uuid(),
    scrape uuid not null references scrape (id) on delete cascade,
    content_key text not null, -- of address and selectors: the same page is fetched once for its scrape
    url text not null,
    selectors jsonb not null,
    at text not null, -- where redirects have led so far
    host text not null, -- of at
    hops int not null default 0,
    tries int not null default 0,
    pauses int not null default 0,
    state text not null default 'WAITING',
    not_before timestamptz not null default now(),
    lease uuid, -- the fence: who lost it writes nothing
    leased_until timestamptz,
    failure text, -- the last one
    outcome jsonb, -- the final state's data
    ended_at timestamptz,
    unique (scrape, content_key)
);
create index scrape_page_waiting on scrape_page (host, not_before) where state = 'WAITING';
