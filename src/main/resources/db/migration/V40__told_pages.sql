-- Of a page that waits, whoever is woken for it has been told; when this time passes, that must have been lost.
alter table scrape_page add column told_until timestamptz;

create index scrape_page_untold on scrape_page (host) where state = 'WAITING' and told_until is null;
create index scrape_page_told on scrape_page (told_until) where state = 'WAITING' and told_until is not null;
