-- Answers kept under rules that let more requests share them, and cookies kept with answers: they are fetched anew.
delete from cached_answer where not in_need_only or jsonb_exists(headers, 'set-cookie');

-- Not read since V18.
truncate kept_answer;

-- Both kinds are bounded by themselves.
drop index cached_answer_heard;
create index cached_answer_heard on cached_answer (in_need_only, heard_at);
