drop table public.auth_log, public.github_tokens, public.sessions, public.user_roles, public.users, public.roles;
drop function public.auth_log_refuse_update(), public.user_roles_write_log(), public.github_tokens_count_versions(),
  public.sessions_keep_newest(), public.sessions_limit_idle_end(), public.sessions_write_log(), public.sessions_require_enabled_user(), public.users_end_sessions_when_disabled(),
  public.users_grant_default_role(), public.users_follow_github_roles(), public.users_set_updated_at();
