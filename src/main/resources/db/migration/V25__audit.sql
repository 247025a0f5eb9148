-- Who changed what, written by the very transaction that changes it: no change is without its row, and no row without its
-- change. The transaction says who it is for (integration.actor); one that does not is somebody at the database itself.
create table audit (
    id bigint generated always as identity primary key,
    at timestamptz not null default clock_timestamp(),
    actor text not null,
    role text,
    how text,
    source text,
    action text not null,
    kind text not null,
    object text not null,
    before jsonb,
    after jsonb
);
create index audit_object on audit (kind, object, id);
create index audit_actor on audit (actor, id);

create function audit_stands() returns trigger language plpgsql as $$
begin
    raise exception 'the audit log is only added to' using errcode = 'insufficient_privilege';
end $$;
create trigger audit_stands before update or delete or truncate on audit
    for each statement execute function audit_stands();

-- What may be shown of a row: no secret, no hash, and of documents nothing but them.
create function audit_shown(relation text, line jsonb) returns jsonb language sql immutable as $$
    select case
        when relation in ('provider', 'mapping') then line -> 'document'
        when relation = 'credential' then jsonb_build_object('kind', line -> 'kind', 'version', line -> 'version')
        when relation = 'contract' then null
        when relation = 'escalation' then jsonb_build_object('status', line -> 'status')
            || case line ->> 'status'
                when 'ACKNOWLEDGED' then jsonb_build_object('by', line -> 'acknowledged_by')
                when 'RESOLVED' then jsonb_build_object('by', line -> 'resolved_by', 'resolution', line -> 'resolution')
                else '{}' end
        else jsonb_strip_nulls(line - array['hash', 'idempotency_key', 'updated_at'])
    end $$;

create function audit_differing(one jsonb, other jsonb) returns jsonb language sql immutable as $$
    select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(one) where other -> key is distinct from value $$;

create function audited() returns trigger language plpgsql as $$
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
            else line ->> 'id' end,
        case when tg_op = 'UPDATE' then audit_differing(was, become) else was end,
        case when tg_op = 'UPDATE' then audit_differing(become, was) else become end);
    return null;
end $$;

create trigger audited after insert or update or delete on provider for each row execute function audited();
create trigger audited after insert or update or delete on mapping for each row execute function audited();
create trigger audited after insert or update or delete on project for each row execute function audited();
create trigger audited after insert or update or delete on project_key for each row execute function audited();
create trigger audited after insert or update or delete on staff_key for each row execute function audited();
-- Not when its token is exchanged, which changes nothing that anybody registered.
create trigger audited_new after insert or delete on credential for each row execute function audited();
create trigger audited after update on credential for each row
    when (old.sealed is distinct from new.sealed) execute function audited();
-- Put with its provider's document, and as long as a tool writes it: only that it went is told.
create trigger audited after delete on contract for each row execute function audited();
-- Cases open by themselves; what people do with them is told.
create trigger audited after update on escalation for each row
    when (old.status is distinct from new.status) execute function audited();
