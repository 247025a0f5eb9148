-- As before; and of the address that a monitor's notices go to only the host, which is often all that may be known of it. That
-- it was changed is seen by its mark.
create or replace function audit_shown(relation text, line jsonb) returns jsonb language sql immutable as $$
    select case
        when relation in ('provider', 'mapping') then line -> 'document'
        when relation = 'monitor' then case when line #>> '{document,notify,webhook}' is null then line -> 'document'
            else jsonb_set(line -> 'document', '{notify,webhook}', to_jsonb(
                regexp_replace(line #>> '{document,notify,webhook}', '^([a-z]+://[^/?#]*).*$', '\1/[secret]')
                || ' ' || left(md5(line #>> '{document,notify,webhook}'), 8))) end
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
