-- Answers kept by RFC 9111, several for one address where they vary. kept_answer, which had one for each exact request, is
-- no longer read; older instances may still write to it.
create table cached_answer (
    key text not null, -- the address, and who asks where that matters
    variant text not null, -- which of its answers: the headers that count, with their values
    provider text not null,
    target text not null, -- the address alone: what a request with an effect makes invalid
    status int not null,
    headers jsonb not null,
    body bytea not null,
    heard_at timestamptz not null,
    initial_age_millis bigint not null, -- how old it was then
    fresh_millis bigint not null, -- how old it may become
    fresh_until timestamptz not null,
    selection jsonb not null, -- which requests it is for
    in_need_only boolean not null, -- for when its provider cannot be asked
    primary key (key, variant)
);
create index cached_answer_heard on cached_answer (heard_at);
create index cached_answer_target on cached_answer (target);
create index cached_answer_provider on cached_answer (provider) where not in_need_only;

-- Who is asking for an answer for the whole fleet just now. Nothing is lost with it but a request too many.
create unlogged table cache_claim (
    key text primary key,
    target text not null,
    holder uuid not null,
    until timestamptz not null -- the others wait no longer than that
);
create index cache_claim_target on cache_claim (target);
