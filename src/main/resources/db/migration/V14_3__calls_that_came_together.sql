-- Of closed days: how many calls of one operation that were paid for came in one slot of the clock, and how often so many
-- did. Slots with one call are left out, and a slot with more than a thousand counts as one with a thousand.
create table call_together (
    provider text not null,
    day date not null,
    project text not null,
    operation text not null,
    currency text not null,
    slot_seconds int not null,
    together int not null, -- calls in a slot
    slots bigint not null,
    least_cost numeric not null, -- of one of them
    primary key (provider, day, project, operation, currency, slot_seconds, together)
);
