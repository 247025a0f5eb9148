-- What the fleet shares of a scope of limits: use, leases, waiters, what was learnt. One value, changed by one statement
-- that names the version it was worked out from; the document's form is dev.heir.integration.quota.Shared.
create table quota_scope (
    scope text primary key,
    version uuid not null, -- random: one that was lost with a failed server is never mistaken for another
    state jsonb not null,
    updated_at timestamptz not null default clock_timestamp()
) with (fillfactor = 50); -- changed often and in place: room for the next version on the same page, so no index is touched
