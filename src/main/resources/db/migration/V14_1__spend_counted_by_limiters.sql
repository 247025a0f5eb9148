-- What of it the limiter of the project's and of the provider's budget counted, and since when (microseconds since 1970) the
-- state that did has been there; 0 when none counted. The rest was spent before there was a budget, or by who had not
-- heard of it, or its state was lost: the limiter takes it off what it shares.
alter table spend add column project_limiter bigint not null default 0;
alter table spend add column project_counted numeric not null default 0;
alter table spend add column provider_limiter bigint not null default 0;
alter table spend add column provider_counted numeric not null default 0;
