-- Hosts whose owners asked not to be read, whatever their robots.txt says.
create table opt_out (
    id text primary key, -- the host, in lower case, without a port
    subdomains boolean not null,
    since timestamptz not null default clock_timestamp(),
    reason text,
    told_by text -- who asked for it, so that it can be told from a mistake later
);
create trigger audited after insert or update or delete on opt_out for each row execute function audited();
