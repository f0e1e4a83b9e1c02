-- What may meet any number of rows is done a portion at a time: each call is one statement of the functions, holds the
-- locks of no more rows than it is told (told nothing, it does nothing), and says how many it met. Hasura's own mutations know
-- no limit.

-- Functions that Hasura exposes return rows of something that it tracks; these have none of their own.
create view public.purged_rows as
select 0 as sessions, 0 as log_rows, 0 as id_tokens where false;

create view public.requested_syncs as
select 0 as people, ''::text as last_id where false;

-- Deletes what has ended, by the clock of the database: sessions past their idle end, which never passes the absolute one;
-- log rows past their keeping; ID tokens, ten minutes late, for a host whose clock is behind may still accept them.
-- Whatever is used at this moment is left to a later call, and so is a session that is refreshed before its row is locked.
-- A row that is locked stays where it is: its place finds it again without an index.
create function public.purge_expired(batch integer) returns setof public.purged_rows language plpgsql strict as $$
declare
  purged public.purged_rows;
begin
  delete from public.sessions where ctid = any (array(
    select ctid from public.sessions where idle_expires_at <= now()
    order by idle_expires_at limit batch for no key update skip locked
  ));
  get diagnostics purged.sessions = row_count;
  delete from public.auth_log where ctid = any (array(
    select ctid from public.auth_log where at < now() - interval '180 days'
    order by at limit batch for no key update skip locked
  ));
  get diagnostics purged.log_rows = row_count;
  delete from public.used_id_tokens where ctid = any (array(
    select ctid from public.used_id_tokens where expires_at < now() - interval '10 minutes'
    order by expires_at limit batch for no key update skip locked
  ));
  get diagnostics purged.id_tokens = row_count;
  return next purged;
end
$$;

-- Asks for a reading of everybody to whom GitHub memberships give a role, in the order of ids. Disabled people count as met.
create function public.request_member_syncs(after_id text, batch integer)
returns setof public.requested_syncs language plpgsql strict as $$
declare
  members constant text[] := array(
    select github_member_id from public.users where github_member_id > after_id
    order by github_member_id limit batch
  );
begin
  update public.users set sync_requested_at = now() where id = any (members) and disabled_at is null;
  return query select cardinality(members), members[cardinality(members)];
end
$$;
