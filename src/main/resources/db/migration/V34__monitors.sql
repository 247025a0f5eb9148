-- What is watched, as people wrote it; audited as other documents are.
create table monitor (
    id text primary key,
    document jsonb not null,
    updated_at timestamptz not null default clock_timestamp()
);
create trigger audited after insert or update or delete on monitor for each row execute function audited();

-- How far it is: a run is begun and concluded by one instance.
create table monitor_state (
    monitor text primary key references monitor (id) on delete cascade,
    next_at timestamptz not null default clock_timestamp(),
    token uuid, -- of the run under way: begun twice, it is one scrape
    taken_until timestamptz, -- whoever began it has until then to say which scrape it is
    run uuid,
    asks_for_missing boolean not null default false,
    missing jsonb not null default '{}', -- what websites answer to any address, by host
    missing_at timestamptz, -- when that was asked for
    refusal text
);
create index monitor_due on monitor_state (next_at) where run is null;
create index monitor_running on monitor_state (run) where run is not null;

create table monitor_page (
    monitor text not null references monitor (id) on delete cascade,
    url text not null,
    memory jsonb not null,
    primary key (monitor, url)
);

create table monitor_look (
    id bigint generated always as identity primary key,
    monitor text not null references monitor (id) on delete cascade,
    at timestamptz not null,
    url text not null,
    verdict text not null,
    how text
);
create index monitor_look_of on monitor_look (monitor, id);

create table monitor_change (
    id bigint generated always as identity primary key,
    monitor text not null references monitor (id) on delete cascade,
    at timestamptz not null,
    url text not null,
    competitor text not null,
    kind text not null,
    what text not null,
    before text,
    after text,
    percent numeric
);
create index monitor_change_of on monitor_change (monitor, id);

create table monitor_point (
    id bigint generated always as identity primary key,
    monitor text not null references monitor (id) on delete cascade,
    competitor text not null,
    url text not null,
    field text not null,
    at timestamptz not null,
    text text not null,
    amount numeric
);
create index monitor_point_of on monitor_point (monitor, field, id);

-- Written with the changes it tells of, and sent until it was taken.
create table monitor_notice (
    id uuid primary key,
    monitor text not null references monitor (id) on delete cascade,
    project text not null,
    uri text not null,
    body jsonb not null,
    due_at timestamptz default clock_timestamp(), -- null when there is nothing more to do
    tries int not null default 0,
    sent_at timestamptz,
    failure text
);
create index monitor_notice_due on monitor_notice (due_at) where due_at is not null;
