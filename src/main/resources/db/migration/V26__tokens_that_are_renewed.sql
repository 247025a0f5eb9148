-- What must be known of an exchange with a token endpoint when its holder dies, and how long to leave the endpoint alone.
alter table credential
    add column exchange_began timestamptz, -- somebody asks or is about to; null again once it is known what came of it
    add column in_doubt boolean not null default false, -- an exchange ended unseen: its refresh token may be used up
    add column failures int not null default 0, -- exchanges in a row that brought no token
    add column granted_at timestamptz, -- when the token was had
    add column lease_number bigint not null default 0, -- how often somebody was let ask
    add column token_lease bigint, -- under which of them the token was had
    add column token_base bigint; -- the version that it replaced

-- Sign-ins that were begun and not ended yet.
create table connection (
    state_hash text primary key, -- of the state that the browser brings back
    credential text not null,
    sealed bytea not null, -- the verifier of PKCE, and what the answer is to be compared with
    started_at timestamptz not null default clock_timestamp(),
    expires_at timestamptz not null
);
