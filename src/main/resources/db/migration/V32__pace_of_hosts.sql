-- What was learnt of how fast a host can take us.
alter table host_clock
    add column pace_micros bigint not null default 0, -- between two requests; 0 while what is asked for is enough
    add column latency_micros bigint not null default 0,
    add column good int not null default 0; -- answers in a row since the pace last changed
