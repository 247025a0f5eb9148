-- A website is asked whether a page has changed since a project read it: by the address, only where there is something to ask by.
create index scrape_page_validated on scrape_page (content_key, ended_at)
    where state = 'FETCHED' and outcome #> '{provenance,validators}' is not null;
