-- To find the key of a parked call that has ended: told, and without an answer of its own.
create index caller_key_of_parked on caller_key (call) where ended and status is null;
