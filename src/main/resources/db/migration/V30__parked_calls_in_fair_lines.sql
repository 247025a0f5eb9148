-- Parked calls are taken line by line, a line for each tier and project: the first of each is found by this index, which takes
-- the place of the one by time alone. With both, PostgreSQL might read a whole flood for the one call behind it.
create index parked_call_line on parked_call (tier, project, not_before);
drop index parked_call_due;
-- How many of a project are under way, which are few of all that wait.
create index parked_call_leased on parked_call (lease_until) where lease_until is not null;
-- How many of a project wait.
create index parked_call_project on parked_call (project);
