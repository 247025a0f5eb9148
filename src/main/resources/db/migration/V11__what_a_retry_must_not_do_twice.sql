-- There is no V6 and there never will be: V7 was out before it was written, and Flyway does not go back behind a version
-- that a database has. The next migration takes the number after the highest one in this folder.

-- Whether whoever took the parked call says when it begins to send it (send_began). Instances of the version before did
-- not: of a call that one of them took and was not heard of again, it is unknown whether it was sent.
alter table parked_call add column announced boolean not null default false;

-- A retried wish for a key of a project must not issue a second one.
alter table project_key add column idempotency_key text;
create unique index project_key_once on project_key (project, idempotency_key);

-- The least time that a scrape wants between two requests to a host, and when the host's last request ended, whoever's it
-- was: the next one of that scrape begins so much later.
alter table scrape add column crawl_delay_micros bigint not null default 0;
alter table host_clock add column last_ended timestamptz;
