-- How often a parked call was sent and refused for now: often enough means no.
alter table parked_call add column refusals int not null default 0;
