-- A sign-in that was told "unavailable" may still be committed. Its session counts only when its first token comes
-- back: until then it displaces nobody, and whoever gave up can say so, before or after it was written.

alter table public.sessions
  add column replaces uuid,
  add column replaces_generation integer,
  add column never_used boolean generated always as (presented = 0) stored;

comment on column public.sessions.replaces is 'The session that this browser had before; it ends at the first refresh of this one';
comment on column public.sessions.replaces_generation is 'Of which generation its token was';
comment on column public.sessions.never_used is 'Whether nobody has come back with a token of it yet';

-- Of sessions that nobody has come back to a person has at most 10; the oldest gives way.
create or replace function public.sessions_keep_newest() returns trigger language plpgsql as $$
declare
  displaced uuid[] := array(
    select id from public.sessions
    where user_id = new.user_id and presented = 0 and idle_expires_at > new.created_at
    order by (id = new.id) desc, created_at desc, id
    offset 10
  );
begin
  -- One of them may be confirmed meanwhile: then it stays.
  update public.sessions set end_reason = 'displaced' where id = any (displaced) and presented = 0;
  delete from public.sessions where id = any (displaced) and end_reason = 'displaced';
  return null;
end
$$;

-- What a sign-in takes from others is taken at its first refresh: the session that the browser had before, and the
-- oldest place where this makes more than 50 that are in use. "Live" is judged by the clock of whoever refreshes.
-- A refresh holds the lock of its session and waits for no other: what is locked is left for the next refresh.
create function public.sessions_confirm() returns trigger language plpgsql as $$
declare
  displaced uuid[];
begin
  if new.replaces is not null then
    update public.sessions
    set end_reason = case
      when floor >= new.replaces_generation and presented <> new.replaces_generation then 'refresh-token-reused'
      else 'replaced'
    end
    where id = (
      select replaced.id
      from public.sessions as replaced join public.users on users.id = replaced.user_id
      where replaced.id = new.replaces
      for update of replaced skip locked for key share of users skip locked
    );
    if found or not exists (select from public.sessions where id = new.replaces) then
      delete from public.sessions where id = new.replaces;
      update public.sessions set replaces = null where id = new.id;
    end if;
  end if;
  if old.presented = 0 then
    displaced := array(
      select crowded.id
      from public.sessions as crowded join public.users on users.id = crowded.user_id
      where crowded.id in (
        select id from public.sessions
        where user_id = new.user_id and presented > 0 and idle_expires_at > new.last_used_at
        order by (id = new.id) desc, created_at desc, id
        offset 50
      )
      for update of crowded skip locked for key share of users skip locked
    );
    update public.sessions set end_reason = 'displaced' where id = any (displaced);
    delete from public.sessions where id = any (displaced);
  end if;
  return null;
end
$$;

create trigger sessions_confirm after update of presented, generation on public.sessions
  for each row when (new.presented > 0 and (old.presented = 0 or new.replaces is not null))
  execute function public.sessions_confirm();

-- Whoever got no clear answer writes `sign-in-abandoned` with the session's id. Both sides lock the id, after the
-- person and before the session, so that no session is left in either order.
create index auth_log_abandoned_session_id_idx on public.auth_log (session_id) where event = 'sign-in-abandoned';

create function public.sessions_unless_abandoned() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended(new.id::text, 0));
  if exists (select from public.auth_log where session_id = new.id and event = 'sign-in-abandoned') then
    raise exception 'the sign-in was abandoned' using errcode = 'check_violation';
  end if;
  return new;
end
$$;

create trigger sessions_unless_abandoned before insert on public.sessions
  for each row execute function public.sessions_unless_abandoned();

-- The person of a first sign-in may not exist: then the row belongs to nobody.
create function public.auth_log_abandon_session() returns trigger language plpgsql as $$
declare
  given text := new.user_id;
begin
  perform 1 from public.users where id = given for key share;
  perform pg_advisory_xact_lock(hashtextextended(new.session_id::text, 0));
  new.user_id := null;
  select id into new.user_id from public.users where id = given for key share;
  delete from public.sessions where id = new.session_id;
  return new;
end
$$;

create trigger auth_log_abandon_session before insert on public.auth_log
  for each row when (new.event = 'sign-in-abandoned')
  execute function public.auth_log_abandon_session();
