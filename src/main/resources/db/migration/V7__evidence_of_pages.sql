-- An assignment asks for the last readings of single pages, and how close together a host was asked.
create index scrape_page_ended_url on scrape_page (url, ended_at) where state <> 'WAITING';
create index scrape_page_ended_host on scrape_page (host, ended_at) where state <> 'WAITING';
