-- What a scrape wants beyond selectors and delay, and how far its crawl may still go.
alter table scrape
    add column wants jsonb,
    add column left_pages int not null default 0, -- that it may still find
    add column ends_at timestamptz, -- when its time is up; null when it has no such time, or it is over
    add column cancelled_at timestamptz;
create index scrape_ends on scrape (ends_at) where ends_at is not null;

alter table scrape_page
    add column depth int not null default 0, -- links from the page that was asked for
    add column root text, -- that page; null when it is this one
    add column at_key text, -- of where redirects have led, as content_key is of url: it is the same page by another address
    add column simhash bigint, -- fingerprint of what it says
    add column lost int not null default 0, -- how many instances in a row were not heard of again after they took it
    -- When it would be its turn if its scrape had one page a second: so a long scrape and a short one share a host.
    add column turn timestamptz not null default now();

create index scrape_page_turn on scrape_page (host, turn) where state = 'WAITING';
create index scrape_page_at on scrape_page (scrape, at_key) where at_key is not null;
-- Two fingerprints that differ in at most three bits agree in one of their quarters.
create index scrape_page_quarter_1 on scrape_page (scrape, ((simhash >> 48) & 65535)) where simhash is not null;
create index scrape_page_quarter_2 on scrape_page (scrape, ((simhash >> 32) & 65535)) where simhash is not null;
create index scrape_page_quarter_3 on scrape_page (scrape, ((simhash >> 16) & 65535)) where simhash is not null;
create index scrape_page_quarter_4 on scrape_page (scrape, (simhash & 65535)) where simhash is not null;
