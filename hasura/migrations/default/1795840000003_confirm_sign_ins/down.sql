drop trigger auth_log_abandon_session on public.auth_log;
drop trigger sessions_unless_abandoned on public.sessions;
drop trigger sessions_confirm on public.sessions;
drop function public.auth_log_abandon_session(), public.sessions_unless_abandoned(), public.sessions_confirm();
drop index public.auth_log_abandoned_session_id_idx;

create or replace function public.sessions_keep_newest() returns trigger language plpgsql as $$
declare
  displaced uuid[] := array(
    select id from public.sessions
    where user_id = new.user_id and idle_expires_at > new.created_at
    order by (id = new.id) desc, created_at desc, id
    offset 50
  );
begin
  update public.sessions set end_reason = 'displaced' where id = any (displaced);
  delete from public.sessions where id = any (displaced);
  return null;
end
$$;

alter table public.sessions drop column never_used, drop column replaces, drop column replaces_generation;
