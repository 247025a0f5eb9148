-- People who signed in; of what their browsers show only the hash is kept.
create table session (
    id uuid primary key default gen_random_uuid(),
    hash bytea not null unique,
    issuer text not null,
    subject text not null, -- as the issuer knows the person
    name text not null,
    role text not null, -- with which it began; what the values give now is what counts
    role_values text[] not null, -- of the claim that roles come from
    id_token bytea not null, -- sealed: the issuer wants to see it when the person signs out
    begun_at timestamptz not null default clock_timestamp(),
    seen_at timestamptz not null default clock_timestamp(),
    ends_at timestamptz not null,
    ended_at timestamptz -- by somebody; else it is idle for too long, or old
);
create index session_person on session (issuer, subject);
create index session_begun on session (begun_at);

-- Not that it is used, nor that an old one is cleared up.
create trigger audited after insert on session for each row execute function audited();
create trigger audited_end after update on session for each row
    when (old.ended_at is null and new.ended_at is not null) execute function audited();

-- As before, and nothing sealed of a session.
create or replace function audit_shown(relation text, line jsonb) returns jsonb language sql immutable as $$
    select case
        when relation in ('provider', 'mapping') then line -> 'document'
        when relation = 'credential' then jsonb_build_object('kind', line -> 'kind', 'version', line -> 'version')
        when relation = 'contract' then null
        when relation = 'session' then jsonb_strip_nulls(line - array['id', 'hash', 'id_token', 'seen_at', 'begun_at'])
        when relation = 'escalation' then jsonb_build_object('status', line -> 'status')
            || case line ->> 'status'
                when 'ACKNOWLEDGED' then jsonb_build_object('by', line -> 'acknowledged_by')
                when 'RESOLVED' then jsonb_build_object('by', line -> 'resolved_by', 'resolution', line -> 'resolution')
                else '{}' end
        else jsonb_strip_nulls(line - array['hash', 'idempotency_key', 'updated_at'])
    end $$;
