drop trigger sessions_accept_generation on public.sessions;
drop trigger sessions_follow_generation on public.sessions;
drop function public.sessions_accept_generation(), public.sessions_follow_generation();
alter table public.sessions drop column presented, drop column floor;
