-- How many units of a provider's month have their place among its price's steps: one row that all instances count on, so
-- that what calls cost adds up to the bill. Months that are over may be deleted.
create table month_unit (
    provider text not null,
    month date not null,
    unit text not null,
    units bigint not null,
    primary key (provider, month, unit)
);
