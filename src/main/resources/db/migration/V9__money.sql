-- What happens at the end of a project's budget, and its share among the projects that ask in the same tier.
alter table project add column budget_stop text not null default 'HARD' check (budget_stop in ('HARD', 'SOFT'));
alter table project add column weight int not null default 1 check (weight between 1 and 1000);
