-- Whom `resync_users` takes up next stands in one column and one index, so that a run reads as many rows as it takes up:
-- neither those who left nor those whose turn has not come.

alter table public.users add column has_github_token boolean not null default true;
update public.users set has_github_token = false
where not exists (select from public.github_tokens where user_id = users.id);
alter table public.users alter column has_github_token set default false;
comment on column public.users.has_github_token is 'Whether there is a row in github_tokens; written by its triggers';

-- In UTC a day has 24 hours, which makes this immutable.
create function public.sync_turn(claimed_at timestamptz, attempted_at timestamptz, awaits_sync boolean) returns timestamptz
language sql immutable parallel safe as $$
  select greatest(
    '-infinity',
    -- Longer than a run takes: whom it met a failure with, or who was left by a run that was killed, comes again then.
    claimed_at at time zone 'UTC' + interval '1 hour',
    -- A reading that somebody waits for, and that the event trigger gave up, comes sooner than the daily one.
    attempted_at at time zone 'UTC' + case when awaits_sync then interval '1 hour' else interval '24 hours' end
  ) at time zone 'UTC'
$$;

-- Every sync takes a ticket, every renewal of a token notes that it began, every session says why it ends: with room left on
-- the page no index is told.
alter table public.users set (fillfactor = 80);
alter table public.sessions set (fillfactor = 80);
alter table public.github_tokens set (fillfactor = 80);

-- All in one statement: each would write the table anew.
alter table public.users
  add column sync_due_at timestamptz generated always as (
    case when has_github_token and disabled_at is null
      then public.sync_turn(sync_claimed_at, sync_attempted_at, awaits_sync)
    end
  ) stored,
  add column github_member_id text generated always as (
    case when github_roles <> '[]' then id end
  ) stored,
  add column login_lower text generated always as (lower(login)) stored;

comment on column public.users.sync_due_at is
  'From when on resync_users takes the person up; null for those who have no token to ask with or are disabled';
comment on column public.users.github_member_id is 'The id of those to whom GitHub memberships give a role';
comment on column public.users.login_lower is 'GitHub tells logins apart without regard to case';

drop index public.users_sync_line_idx;
create index users_sync_due_at_idx on public.users (sync_due_at, id) where sync_due_at is not null;
create index users_github_member_id_idx on public.users (github_member_id) where github_member_id is not null;
create index users_login_lower_idx on public.users (login_lower);
-- Deleting a role asks who has it as their default.
create index users_default_role_idx on public.users (default_role);

create function public.github_tokens_tell_user() returns trigger language plpgsql as $$
declare
  has constant boolean := tg_op = 'INSERT';
begin
  update public.users set has_github_token = has
  where id = case when has then new.user_id else old.user_id end and has_github_token <> has;
  return null;
end
$$;

create trigger github_tokens_tell_user after insert or delete on public.github_tokens
  for each row execute function public.github_tokens_tell_user();
