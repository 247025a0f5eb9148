-- What notices of monitors are signed with. One that was replaced signs beside the new one until it ends.
create table monitor_secret (
    id uuid primary key,
    monitor text not null references monitor (id) on delete cascade,
    sealed bytea not null,
    made_at timestamptz not null default clock_timestamp(),
    ends_at timestamptz
);
create unique index monitor_secret_newest on monitor_secret (monitor) where ends_at is null;
create index monitor_secret_of on monitor_secret (monitor);

-- As before; of a monitor's secret only that it came, ends and went.
create or replace function audit_shown(relation text, line jsonb) returns jsonb language sql immutable as $$
    select case
        when relation in ('provider', 'mapping') then line -> 'document'
        when relation = 'monitor' then case when line #>> '{document,notify,webhook}' is null then line -> 'document'
            else jsonb_set(line -> 'document', '{notify,webhook}', to_jsonb(
                regexp_replace(line #>> '{document,notify,webhook}', '^([a-z]+://[^/?#]*).*$', '\1/[secret]')
                || ' ' || left(md5(line #>> '{document,notify,webhook}'), 8))) end
        when relation = 'monitor_secret' then
            jsonb_strip_nulls(jsonb_build_object('id', line -> 'id', 'endsAt', line -> 'ends_at'))
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

create or replace function audited() returns trigger language plpgsql as $$
declare
    line jsonb;
    was jsonb;
    become jsonb;
    doer jsonb := nullif(current_setting('integration.actor', true), '')::jsonb;
begin
    if tg_op <> 'INSERT' then
        line := to_jsonb(old);
        was := audit_shown(tg_table_name, line);
    end if;
    if tg_op <> 'DELETE' then
        line := to_jsonb(new);
        become := audit_shown(tg_table_name, line);
    end if;
    if tg_op = 'UPDATE' and was = become then
        return null;
    end if;
    insert into audit (actor, role, how, source, action, kind, object, before, after) values (
        coalesce(doer ->> 'name', 'database user ' || session_user),
        doer ->> 'role',
        doer ->> 'how',
        doer ->> 'source',
        case tg_op when 'INSERT' then 'CREATE' when 'UPDATE' then 'CHANGE' else 'REMOVE' end,
        replace(tg_table_name, '_', '-'),
        case tg_table_name
            when 'mapping' then (line ->> 'provider') || '/' || (line ->> 'name')
            when 'contract' then line ->> 'provider'
            when 'project_key' then (line ->> 'project') || '/' || (line ->> 'prefix')
            when 'staff_key' then line ->> 'prefix'
            when 'monitor_secret' then line ->> 'monitor'
            else line ->> 'id' end,
        case when tg_op = 'UPDATE' then audit_differing(was, become) else was end,
        case when tg_op = 'UPDATE' then audit_differing(become, was) else become end);
    return null;
end $$;

create trigger audited after insert or update or delete on monitor_secret for each row execute function audited();
