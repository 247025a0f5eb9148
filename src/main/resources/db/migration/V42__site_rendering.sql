-- Which hosts need a browser before they say anything, as each project found out.
create table site_rendering (
    project text not null,
    host text not null,
    needs_browser boolean not null,
    noted_at timestamptz not null default now(),
    primary key (project, host)
);
