create or replace function public.sessions_keep_newest() returns trigger language plpgsql as $$
begin
  delete from public.sessions
  where id in (
    select id from public.sessions
    where user_id = new.user_id and idle_expires_at > new.created_at
    order by (id = new.id) desc, created_at desc, id
    offset 50
  );
  return null;
end
$$;

create or replace function public.sessions_require_enabled_user() returns trigger language plpgsql as $$
begin
  perform 1 from public.users where id = new.user_id and disabled_at is null for update;
  if not found then
    raise exception 'user is missing or disabled' using errcode = 'check_violation';
  end if;
  return new;
end
$$;

create or replace function public.users_end_sessions_when_disabled() returns trigger language plpgsql as $$
begin
  delete from public.sessions where user_id = new.id;
  insert into public.auth_log (user_id, event) values (new.id, 'disabled');
  return null;
end
$$;

create or replace function public.sessions_write_log() returns trigger language plpgsql as $$
declare
  deleted_by text := nullif(current_setting('hasura.user', true), '')::jsonb ->> 'x-hasura-role';
begin
  insert into public.auth_log (user_id, session_id, event, detail)
  select users.id, old.id, 'signed-out', jsonb_build_object('by', deleted_by)
  from public.users where users.id = old.user_id and deleted_by <> 'auth_service';
  return null;
end
$$;

drop trigger sessions_lock_caller on public.sessions;
drop function public.sessions_lock_caller();
alter table public.sessions drop column end_reason;
alter table public.users drop column sessions_ended_at;
