-- Work orders. What is a document stays one; what is looked up or numbered is a row.
create table assignment (
    id uuid primary key default gen_random_uuid(),
    project text not null,
    created_at timestamptz not null default clock_timestamp(),
    idempotency_key text unique,
    fingerprint text not null, -- equal for requests that ask for the same
    requirement jsonb not null
);
create index assignment_created on assignment (created_at, id);

create table assignment_phase (
    assignment uuid not null references assignment (id) on delete cascade,
    position int not null,
    name text not null,
    work text not null,
    step bigint not null, -- of dpr_step, taken in the same transaction
    specialists text[] not null,
    domains text[] not null,
    primary key (assignment, position)
);

create table assignment_deliverable (
    assignment uuid not null,
    phase int not null,
    position int not null,
    work text not null,
    specialist text not null,
    tool text not null,
    yields text not null,
    step bigint not null,
    primary key (assignment, phase, position),
    foreign key (assignment, phase) references assignment_phase (assignment, position) on delete cascade
);

-- What must be seen to be true. What was seen is not kept: it is looked at whenever someone asks.
create table assignment_criterion (
    assignment uuid not null,
    phase int not null,
    position int not null,
    check_name text not null,
    subject text not null,
    primary key (assignment, phase, position),
    foreign key (assignment, phase) references assignment_phase (assignment, position) on delete cascade
);
