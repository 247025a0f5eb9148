-- What others than the call's own provider bill for it, each by its own price: [{"provider", "currency", "cost", "units"}].
-- Null where nobody does. cost, cost_currency and units stay those of the call's own provider.
alter table call add column charges jsonb;
