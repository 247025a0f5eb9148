-- Addresses that requests with an effect changed a while ago: an answer that was asked for before is not kept after. Not
-- logged: a crash of PostgreSQL lasts longer than the calls that were under way.
create unlogged table changed_target (
    target text primary key,
    changed_at timestamptz not null -- by the database's clock
) with (fillfactor = 50);
create index changed_target_at on changed_target (changed_at);
