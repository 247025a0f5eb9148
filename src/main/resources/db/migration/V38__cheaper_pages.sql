-- A page's outcome is read whole or not at all; lz4 packs it for a fraction of what pglz costs, where the server has it.
do $$
begin
    alter table scrape_page alter column outcome set compression lz4;
exception when feature_not_supported or invalid_parameter_value then
    raise notice 'this PostgreSQL has no lz4: pages are packed by pglz';
end $$;
-- scrape_page_turn finds the same hosts.
drop index scrape_page_waiting;
