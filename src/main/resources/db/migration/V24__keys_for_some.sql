-- What a project's key is for, and until when.
alter table project_key
    add column label text,
    add column providers text, -- ids with commas between them; null for all
    add column expires_at timestamptz;

-- Keys of people and tools that operate and administer; only their hashes are kept.
create table staff_key (
    prefix text primary key,
    name text not null,
    role text not null check (role in ('OPERATOR', 'ADMIN')),
    hash bytea not null, -- SHA-256 of the whole key
    created_at timestamptz not null default clock_timestamp(),
    expires_at timestamptz,
    revoked_at timestamptz
);
insert into catalogue (name, revision) values ('staff', 0);
