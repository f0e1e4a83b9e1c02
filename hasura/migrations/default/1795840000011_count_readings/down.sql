drop trigger users_log_loss on public.users;
drop trigger users_forget_loss on public.users;
drop trigger users_show_reading on public.users;
drop trigger users_want_reading on public.users;
drop function public.users_log_loss();
drop function public.users_forget_loss();
drop function public.users_show_reading();
drop function public.users_want_reading();

drop index public.users_sync_line_idx;
create index users_sync_attempted_at_idx on public.users (sync_attempted_at nulls first) where disabled_at is null;

alter table public.users
  drop column awaits_sync,
  drop column ticket,
  drop column wanted,
  drop column shown,
  drop column access_lost,
  drop column sync_claimed_at;
alter table public.users add column awaits_sync boolean generated always as (
  synced_at is null or greatest(last_signed_in_at, sync_requested_at) > synced_at
) stored;
comment on column public.users.awaits_sync is 'Whether something happened that no reading of GitHub shows yet';
