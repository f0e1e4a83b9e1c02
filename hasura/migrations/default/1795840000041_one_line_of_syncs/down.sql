drop trigger github_tokens_tell_user on public.github_tokens;
drop function public.github_tokens_tell_user();

drop index public.users_default_role_idx;
alter table public.users
  drop column login_lower,
  drop column github_member_id,
  drop column sync_due_at,
  drop column has_github_token;
alter table public.github_tokens reset (fillfactor);
alter table public.sessions reset (fillfactor);
alter table public.users reset (fillfactor);
drop function public.sync_turn(timestamptz, timestamptz, boolean);

create index users_sync_line_idx on public.users (sync_claimed_at nulls first, sync_attempted_at nulls first, id)
  where disabled_at is null;
