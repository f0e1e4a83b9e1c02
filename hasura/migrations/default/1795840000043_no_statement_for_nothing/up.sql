-- Sign-ins and refreshes happen all the time, and mostly there is nobody to displace: then nothing is sent to the tables.
-- The functions are those of earlier migrations otherwise.

-- One statement instead of two: what is deleted and what is inserted are different rows.
create or replace function public.users_follow_github_roles() returns trigger language plpgsql as $$
begin
  with taken as (
    delete from public.user_roles
    where user_id = new.id and source = 'github' and not (new.github_roles ? role)
  )
  insert into public.user_roles (user_id, role, source)
  select new.id, given.role, 'github' from jsonb_array_elements_text(new.github_roles) as given (role)
  on conflict do nothing;
  return null;
end
$$;

create or replace function public.sessions_keep_newest() returns trigger language plpgsql as $$
declare
  displaced uuid[] := array(
    select id from public.sessions
    where user_id = new.user_id and presented = 0 and idle_expires_at > new.created_at
    order by (id = new.id) desc, created_at desc, id
    offset 10
  );
begin
  if cardinality(displaced) > 0 then
    -- One of them may be confirmed meanwhile: then it stays.
    update public.sessions set end_reason = 'displaced' where id = any (displaced) and presented = 0;
    delete from public.sessions where id = any (displaced) and end_reason = 'displaced';
  end if;
  return null;
end
$$;

create or replace function public.sessions_confirm() returns trigger language plpgsql as $$
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
    if cardinality(displaced) > 0 then
      update public.sessions set end_reason = 'displaced' where id = any (displaced);
      delete from public.sessions where id = any (displaced);
    end if;
  end if;
  return null;
end
$$;
