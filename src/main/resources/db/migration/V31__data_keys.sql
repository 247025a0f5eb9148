-- The keys that secrets are sealed with, each wrapped by a master that is not in this database. None is removed: an instance
-- may have read a row before it was sealed anew.
create table data_key (
    id uuid primary key,
    master text not null, -- which one wrapped it
    wrapped bytea not null,
    state text not null check (state in ('ACTIVE', 'RETIRING', 'RETIRED')),
    made_at timestamptz not null default clock_timestamp(),
    retired_at timestamptz -- since when nothing is sealed with it
);
create unique index data_key_active on data_key (state) where state = 'ACTIVE';

-- As before, and of a key nothing that opens it.
create or replace function audit_shown(relation text, line jsonb) returns jsonb language sql immutable as $$
    select case
        when relation in ('provider', 'mapping') then line -> 'document'
        when relation = 'credential' then jsonb_build_object('kind', line -> 'kind', 'version', line -> 'version')
        when relation = 'contract' then null
        when relation = 'data_key' then jsonb_build_object('master', line -> 'master', 'state', line -> 'state')
        when relation = 'session' then jsonb_strip_nulls(line - array['id', 'hash', 'id_token', 'seen_at', 'begun_at'])
        when relation = 'escalation' then jsonb_build_object('status', line -> 'status')
            || case line ->> 'status'
                when 'ACKNOWLEDGED' then jsonb_build_object('by', line -> 'acknowledged_by')
                when 'RESOLVED' then jsonb_build_object('by', line -> 'resolved_by', 'resolution', line -> 'resolution')
                else '{}' end
        else jsonb_strip_nulls(line - array['hash', 'idempotency_key', 'updated_at'])
    end $$;

create trigger audited after insert or update or delete on data_key for each row execute function audited();
