-- What is old enough goes with the sweeps, a little at a time. What was there before is kept as long as what comes now.
alter table scrape
    add column watched boolean not null default false, -- a monitor's own
    add column kept_since timestamptz not null default now();
update scrape set watched = true
    where idempotency_key ~ '^monitor [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';
create index scrape_kept on scrape (watched, kept_since);

create index monitor_look_at on monitor_look (at);
create index monitor_notice_sent on monitor_notice (sent_at) where sent_at is not null;
create index site_field_age on site_field (greatest(shown_at, missed_at));
