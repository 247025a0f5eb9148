-- What a call used, by unit, as its provider bills it, and a keyed hash that is equal for safe calls which one answer would
-- have served. Null in rows of calls that used nothing, that are not safe, or that an older version wrote.
alter table call add column units jsonb;
alter table call add column request_hash bigint;

-- What was spent on a day of UTC, the day the call was received. Written in the same statement or transaction as the
-- calls, so each row is their sum to the last digit. A row is as hot as the calls' counter in dpr_step, which that
-- statement holds anyway.
create table spend (
    provider text not null,
    day date not null,
    project text not null,
    currency text not null, -- '' where the provider has no price
    calls bigint not null, -- attempts that the provider worked on
    cost numeric not null,
    primary key (provider, day, project, currency)
) with (fillfactor = 50);
create index spend_project on spend (project, day);

create table spend_unit (
    provider text not null,
    day date not null,
    project text not null,
    unit text not null,
    units bigint not null,
    primary key (provider, day, project, unit)
) with (fillfactor = 50);

-- Calls of before; what they used is read off their attempts.
insert into spend (provider, day, project, currency, calls, cost)
select provider, cast(received_at at time zone 'UTC' as date), project, cost_currency, 0, sum(cost)
from call where cost <> 0 and cost_currency is not null group by 1, 2, 3, 4;

update call c set units = jsonb_build_object('calls', a.calls)
from (
    select call, received_at, provider, count(*) as calls from attempt where status between 200 and 399
    group by 1, 2, 3
) a
where c.id = a.call and c.received_at = a.received_at and c.provider = a.provider;

insert into spend as s (provider, day, project, currency, calls, cost)
select provider, cast(received_at at time zone 'UTC' as date), project, coalesce(cost_currency, ''),
    sum(cast(units ->> 'calls' as bigint)), 0
from call where units is not null group by 1, 2, 3, 4
on conflict (provider, day, project, currency) do update set calls = s.calls + excluded.calls;

insert into spend_unit (provider, day, project, unit, units)
select provider, cast(received_at at time zone 'UTC' as date), project, 'calls',
    sum(cast(units ->> 'calls' as bigint))
from call where units is not null group by 1, 2, 3;
