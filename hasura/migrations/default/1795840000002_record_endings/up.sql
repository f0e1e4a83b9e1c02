-- A session's end and its row in auth_log are one transaction. Whoever ends a session says why in the same mutation,
-- first in end_reason and then by deleting; the trigger writes it down.
--
-- One order of locks, users before sessions: who writes about a person or ends their sessions locks the row of `users`
-- first, a refresh locks only the one session that it moves. A log row takes `for key share` on its user, which goes
-- together with `for no key update`, and only deleting the person keeps it waiting.

alter table public.sessions
  add column end_reason text,
  add constraint sessions_end_reason_is_known check (
    end_reason in ('signed-out', 'refresh-token-reused', 'access-lost', 'disabled', 'replaced', 'displaced')
  );

alter table public.users add column sessions_ended_at timestamptz;
comment on column public.users.sessions_ended_at is
  'When sessions were last ended on request; writing it takes the lock of the person before those of the sessions';

-- What happened to one session has an event of its own; what happened to the person is written down once, by whoever
-- decided it, and each session says what it was ended by. Nobody writes about what the functions delete without a
-- reason: rows past their end, and what functions of 0.1.0 write down themselves. A person on the way out (cascade)
-- leaves nobody to write about.
create or replace function public.sessions_write_log() returns trigger language plpgsql as $$
declare
  deleted_by text := nullif(current_setting('hasura.user', true), '')::jsonb ->> 'x-hasura-role';
  reason text := coalesce(old.end_reason, nullif(deleted_by, 'auth_service'));
begin
  insert into public.auth_log (user_id, session_id, event, detail)
  select users.id, old.id,
         case reason when 'refresh-token-reused' then reason else 'signed-out' end,
         case when reason in ('signed-out', 'refresh-token-reused') then '{}' else jsonb_build_object('by', reason) end
  from public.users where users.id = old.user_id and reason is not null;
  return null;
end
$$;

-- A client deletes its own sessions: the lock of the person comes first here, too.
create function public.sessions_lock_caller() returns trigger language plpgsql as $$
declare
  caller jsonb := nullif(current_setting('hasura.user', true), '')::jsonb;
begin
  if caller ->> 'x-hasura-role' <> 'auth_service' then
    perform 1 from public.users where id = caller ->> 'x-hasura-user-id' for no key update;
  end if;
  return null;
end
$$;

create trigger sessions_lock_caller before delete on public.sessions
  for each statement execute function public.sessions_lock_caller();

create or replace function public.users_end_sessions_when_disabled() returns trigger language plpgsql as $$
begin
  update public.sessions set end_reason = 'disabled' where user_id = new.id;
  delete from public.sessions where user_id = new.id;
  insert into public.auth_log (user_id, event) values (new.id, 'disabled');
  return null;
end
$$;

-- Sign-ins of one person take turns, with each other and with being disabled. No key of the person changes: log rows
-- of their sessions need not wait.
create or replace function public.sessions_require_enabled_user() returns trigger language plpgsql as $$
begin
  perform 1 from public.users where id = new.user_id and disabled_at is null for no key update;
  if not found then
    raise exception 'user is missing or disabled' using errcode = 'check_violation';
  end if;
  return new;
end
$$;

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
