drop table public.posts;
drop table public.authors;
