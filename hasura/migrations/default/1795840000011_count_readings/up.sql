-- Which reading of GitHub is newer is told by a counter, not by the clocks of those who read.
--
-- A reading begins by taking the next ticket. `shown` is the ticket of the reading that the row shows: a write asks that
-- it be smaller than its own. `wanted` is the smallest ticket that is good enough: whatever happens at GitHub or here
-- asks for a reading that begins afterwards.
alter table public.users
  add column ticket integer not null default 0,
  add column wanted integer not null default 1,
  add column shown integer not null default 0,
  add column access_lost text,
  add column sync_claimed_at timestamptz;

-- What the times said of the rows that are there: whoever was read has had one reading, and whoever waited goes on waiting.
update public.users set
  ticket = (synced_at is not null)::integer,
  shown = (synced_at is not null)::integer,
  wanted = 1 + (synced_at is not null and awaits_sync)::integer;

alter table public.users
  add constraint users_shown_has_begun check (shown <= ticket),
  add constraint users_wanted_can_come check (wanted <= ticket + 1);

-- Hasura takes a column that is dropped and added again for a dropped one, and refuses that while permissions name it.
-- So the column stays, and is written by the triggers below instead of generated.
alter table public.users alter column awaits_sync drop expression;
alter table public.users alter column awaits_sync set default true;
alter table public.users alter column awaits_sync set not null;
alter table public.users add constraint users_awaits_what_is_wanted check (awaits_sync = (wanted > shown));

comment on column public.users.ticket is 'How many readings of GitHub have begun';
comment on column public.users.wanted is 'The first reading that is new enough';
comment on column public.users.shown is 'The reading that the row shows';
comment on column public.users.awaits_sync is 'Whether something happened that no reading of GitHub shows yet: wanted > shown';
comment on column public.users.access_lost is 'Why GitHub says that the person may not be signed in here; null while they may';
comment on column public.users.sync_claimed_at is 'When a run of resync_users last took the person up';

-- Those whom no run took up for the longest time come first, among them those whom no sync has tried for the longest.
drop index public.users_sync_attempted_at_idx;
create index users_sync_line_idx on public.users (sync_claimed_at nulls first, sync_attempted_at nulls first, id)
  where disabled_at is null;

-- A reading that has begun already may have seen what was before this.
create function public.users_want_reading() returns trigger language plpgsql as $$
begin
  new.wanted := new.ticket + 1;
  new.awaits_sync := true;
  return new;
end
$$;

create trigger users_want_reading before update of last_signed_in_at, sync_requested_at on public.users
  for each row execute function public.users_want_reading();

create function public.users_show_reading() returns trigger language plpgsql as $$
begin
  new.awaits_sync := new.wanted > new.shown;
  return new;
end
$$;

create trigger users_show_reading before update of shown on public.users
  for each row execute function public.users_show_reading();

-- Whoever signed in may be signed in, so that the next loss is news.
create function public.users_forget_loss() returns trigger language plpgsql as $$
begin
  new.access_lost := null;
  return new;
end
$$;

create trigger users_forget_loss before update of last_signed_in_at on public.users
  for each row execute function public.users_forget_loss();

-- The log has a row for each loss that was written, and none for a judgement that a later reading overtook.
create function public.users_log_loss() returns trigger language plpgsql as $$
begin
  insert into public.auth_log (user_id, event, detail)
  values (new.id, 'access-lost', jsonb_build_object('reason', new.access_lost));
  return null;
end
$$;

create trigger users_log_loss after update of access_lost on public.users
  for each row when (new.access_lost is not null and new.access_lost is distinct from old.access_lost)
  execute function public.users_log_loss();
