-- When the request that may have been carried out was sent first: providers forget idempotency keys after a day, and a call
-- may be parked for a week. Empty where that is not known, as of instances of the version before.
alter table parked_call add column first_sent_at timestamptz;
