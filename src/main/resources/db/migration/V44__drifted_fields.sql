-- Whether a site still shows what a project reads from it: how often in a row a field was not found where it used to be.
create table site_field (
    project text not null,
    host text not null,
    field uuid not null, -- of its name and the ways it is looked for
    name text not null,
    asked text not null, -- those ways
    shown text not null, -- the last good value, noted once an hour while all is well
    shown_at timestamptz not null default clock_timestamp(),
    shown_on text not null,
    misses int not null default 0,
    missed_since timestamptz,
    missed_at timestamptz,
    samples text[] not null default '{}', -- pages that do not show it
    found text, -- what stands there instead
    suggestion text, -- where it seems to be now
    primary key (project, host, field)
) with (fillfactor = 50);
