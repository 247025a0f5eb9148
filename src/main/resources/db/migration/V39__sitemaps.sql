-- A crawl asks sitemaps for pages; they wait in the same queue, for the same turns.
alter table scrape_page add column sitemap boolean not null default false;
