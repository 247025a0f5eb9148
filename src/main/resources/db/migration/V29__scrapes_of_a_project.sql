-- A project's scrapes are listed newest first.
create index scrape_of_project on scrape (project, submitted_at desc, id desc);
