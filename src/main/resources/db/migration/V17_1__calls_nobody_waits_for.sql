-- A call that was parked because its caller did not wait for it: nothing was tried before.
alter table parked_call add column untried boolean not null default false;
