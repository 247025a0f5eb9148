-- What a page showed last for a field of a project: kept and marked when its selector finds nothing any more.
create table field_memory (
    project text not null,
    place uuid not null, -- of the page, the field and the ways it is looked for
    shown jsonb not null,
    noted_at timestamptz not null default now(),
    primary key (project, place)
);
