-- Until when a target itself asked to be left alone (Retry-After on a 503). A circuit that is open for that reason is
-- worth waiting for; one that the fleet opened on its own judgement may be opened again when its time is up.
alter table circuit add column asked_until timestamptz;
