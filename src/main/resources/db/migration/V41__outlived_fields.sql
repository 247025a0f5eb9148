-- What pages showed for a field a year ago goes, the oldest first.
create index field_memory_age on field_memory (noted_at);
