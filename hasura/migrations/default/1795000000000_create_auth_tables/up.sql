-- Who may do what, who signed in, on which device, and what happened.
-- Integrity that a race in a function could break is kept here, by keys, checks and triggers.

-- A Hasura enum table: its rows are the values of the GraphQL enum roles_enum.
create table public.roles (
  value text primary key,
  comment text not null default '',
  constraint roles_value_is_a_graphql_name check (value ~ '^[_A-Za-z][_0-9A-Za-z]{0,62}$'),
  -- admin skips every permission, anonymous is nobody, auth_service is the functions themselves.
  constraint roles_value_is_not_reserved check (lower(value) not in ('admin', 'anonymous', 'auth_service'))
);

insert into public.roles (value, comment) values
  ('user', 'Everyone who signed in'),
  ('moderator', 'An example of a role that a GitHub team can give');

create table public.users (
  -- GitHub's numeric id: logins and e-mail addresses change hands, the id never does.
  id text primary key,
  login text not null,
  name text,
  email text,
  avatar_url text not null,
  default_role text not null default 'user' references public.roles (value) on update cascade,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  last_signed_in_at timestamptz not null default now(),
  synced_at timestamptz,
  sync_error text,
  checked_at timestamptz,
  sync_requested_at timestamptz,
  sync_attempted_at timestamptz,
  awaits_sync boolean generated always as (
    synced_at is null or greatest(last_signed_in_at, sync_requested_at) > synced_at
  ) stored,
  github_roles jsonb not null default '[]',
  disabled_at timestamptz,
  constraint users_id_is_a_github_id check (id ~ '^[1-9][0-9]{0,18}$'),
  constraint users_github_roles_is_a_list check (jsonb_typeof(github_roles) = 'array')
);

comment on column public.users.synced_at is 'When the reading of GitHub began that the row shows';
comment on column public.users.sync_requested_at is 'When something happened at GitHub that the row may not show yet';
comment on column public.users.sync_attempted_at is 'When a sync last ended, whatever came of it';
comment on column public.users.awaits_sync is 'Whether something happened that no reading of GitHub shows yet';
comment on column public.users.github_roles is 'The roles that GitHub memberships give; user_roles follows by trigger';
comment on column public.users.checked_at is 'When GitHub last said that the person may be signed in here';
comment on column public.users.email is 'The primary e-mail address at GitHub, only when GitHub verified it';
create index users_sync_attempted_at_idx on public.users (sync_attempted_at nulls first) where disabled_at is null;

create table public.user_roles (
  user_id text not null references public.users (id) on delete cascade,
  role text not null references public.roles (value) on update cascade,
  source text not null default 'manual',
  primary key (user_id, role),
  constraint user_roles_source_is_known check (source in ('manual', 'github'))
);

create index user_roles_role_idx on public.user_roles (role);

-- A row is a signed-in device. Deleting it signs the device out.
create table public.sessions (
  id uuid primary key default gen_random_uuid(),
  user_id text not null references public.users (id) on delete cascade,
  generation integer not null default 1,
  client text not null,
  user_agent text,
  created_at timestamptz not null default now(),
  rotated_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  idle_expires_at timestamptz not null,
  expires_at timestamptz not null,
  constraint sessions_generation_is_positive check (generation > 0),
  constraint sessions_client_is_known check (client in ('browser', 'graphql', 'device')),
  constraint sessions_user_agent_is_short check (length(user_agent) <= 512)
);

create index sessions_user_id_idx on public.sessions (user_id, created_at);
create index sessions_idle_expires_at_idx on public.sessions (idle_expires_at);

create table public.github_tokens (
  user_id text primary key references public.users (id) on delete cascade,
  token text not null,
  refresh_token text,
  scopes text not null default '',
  expires_at timestamptz,
  refresh_expires_at timestamptz,
  etags jsonb not null default '{}',
  renewal_started_at timestamptz,
  version integer not null default 1,
  -- Five parts of a compact JWE (RFC 7516 section 3.1): a token in clear text cannot be stored.
  constraint github_tokens_token_is_sealed check (token ~ '^ey[\w-]*(\.[\w-]*){4}$'),
  constraint github_tokens_refresh_token_is_sealed check (refresh_token ~ '^ey[\w-]*(\.[\w-]*){4}$')
);

-- session_id is no foreign key: the history of a device outlives its session.
create table public.auth_log (
  id uuid primary key default gen_random_uuid(),
  at timestamptz not null default now(),
  user_id text references public.users (id) on delete cascade,
  session_id uuid,
  event text not null,
  detail jsonb not null default '{}',
  constraint auth_log_event_is_a_name check (event ~ '^[a-z][a-z-]{0,62}$')
);

create index auth_log_user_id_idx on public.auth_log (user_id, at desc);
create index auth_log_at_idx on public.auth_log (at);
-- A session that reuse has ended is gone; what is left of it is found here. Reuse ends a session once.
create unique index auth_log_session_id_idx on public.auth_log (session_id) where event = 'refresh-token-reused';

create function public.users_set_updated_at() returns trigger language plpgsql as $$
begin
  new.updated_at := now();
  return new;
end
$$;

-- What a sync notes about itself is no change of the person.
create trigger users_set_updated_at before update on public.users
  for each row when (
    (old.login, old.name, old.email, old.avatar_url, old.default_role, old.github_roles, old.disabled_at)
    is distinct from
    (new.login, new.name, new.email, new.avatar_url, new.default_role, new.github_roles, new.disabled_at)
  )
  execute function public.users_set_updated_at();

-- Everybody starts with exactly the default role. Taking the row away is how an operator refuses a person.
create function public.users_grant_default_role() returns trigger language plpgsql as $$
begin
  insert into public.user_roles (user_id, role) values (new.id, new.default_role) on conflict do nothing;
  return null;
end
$$;

create trigger users_grant_default_role after insert on public.users
  for each row execute function public.users_grant_default_role();

-- One write says which roles GitHub gives; rows that an operator granted by hand stay as they are. A row changes only
-- when there is something to change, and a role that does not exist refuses the whole write.
create function public.users_follow_github_roles() returns trigger language plpgsql as $$
begin
  delete from public.user_roles
  where user_id = new.id and source = 'github' and not (new.github_roles ? role);
  insert into public.user_roles (user_id, role, source)
  select new.id, given.role, 'github' from jsonb_array_elements_text(new.github_roles) as given (role)
  on conflict do nothing;
  return null;
end
$$;

create trigger users_follow_github_roles after insert or update of github_roles on public.users
  for each row execute function public.users_follow_github_roles();

create function public.users_end_sessions_when_disabled() returns trigger language plpgsql as $$
begin
  delete from public.sessions where user_id = new.id;
  insert into public.auth_log (user_id, event) values (new.id, 'disabled');
  return null;
end
$$;

create trigger users_end_sessions_when_disabled after update of disabled_at on public.users
  for each row when (old.disabled_at is null and new.disabled_at is not null)
  execute function public.users_end_sessions_when_disabled();

-- The lock makes sign-ins of one person take turns, with each other and with being disabled: without it,
-- a session could be opened between the check and the commit of whoever disables the user.
create function public.sessions_require_enabled_user() returns trigger language plpgsql as $$
begin
  perform 1 from public.users where id = new.user_id and disabled_at is null for update;
  if not found then
    raise exception 'user is missing or disabled' using errcode = 'check_violation';
  end if;
  return new;
end
$$;

create trigger sessions_require_enabled_user before insert on public.sessions
  for each row execute function public.sessions_require_enabled_user();

-- A refresh moves the idle end without knowing the absolute one, which it may not pass.
create function public.sessions_limit_idle_end() returns trigger language plpgsql as $$
begin
  new.idle_expires_at := least(new.idle_expires_at, new.expires_at);
  return new;
end
$$;

create trigger sessions_limit_idle_end before insert or update on public.sessions
  for each row when (new.idle_expires_at > new.expires_at) execute function public.sessions_limit_idle_end();

-- At most 50 live sessions a person; the oldest gives way. "Live" is judged by the clock of whoever
-- opened the new session, the same that decided its lifetimes.
create function public.sessions_keep_newest() returns trigger language plpgsql as $$
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

create trigger sessions_keep_newest after insert on public.sessions
  for each row execute function public.sessions_keep_newest();

-- The functions write down themselves why they end a session. Whoever else deletes one through Hasura, the person on the
-- account page or an operator on the console, is written down here. Hasura sets hasura.user in every mutation.
create function public.sessions_write_log() returns trigger language plpgsql as $$
declare
  deleted_by text := nullif(current_setting('hasura.user', true), '')::jsonb ->> 'x-hasura-role';
begin
  insert into public.auth_log (user_id, session_id, event, detail)
  select users.id, old.id, 'signed-out', jsonb_build_object('by', deleted_by)
  from public.users where users.id = old.user_id and deleted_by <> 'auth_service';
  return null;
end
$$;

create trigger sessions_write_log after delete on public.sessions
  for each row execute function public.sessions_write_log();

-- Whoever renews a token says which version it read: of two renewals at once, one finds no row.
create function public.github_tokens_count_versions() returns trigger language plpgsql as $$
begin
  new.version := old.version + 1;
  return new;
end
$$;

create trigger github_tokens_count_versions before update on public.github_tokens
  for each row when (old.token is distinct from new.token) execute function public.github_tokens_count_versions();

-- The person may be on the way out (cascade): then there is nobody left to write about.
create function public.user_roles_write_log() returns trigger language plpgsql as $$
declare
  changed record := coalesce(new, old);
begin
  insert into public.auth_log (user_id, event, detail)
  select users.id,
         case tg_op when 'DELETE' then 'role-revoked' else 'role-granted' end,
         jsonb_build_object('role', changed.role, 'source', changed.source)
  from public.users where users.id = changed.user_id;
  return null;
end
$$;

create trigger user_roles_write_log after insert or delete on public.user_roles
  for each row execute function public.user_roles_write_log();

create function public.auth_log_refuse_update() returns trigger language plpgsql as $$
begin
  raise exception 'auth_log is append-only' using errcode = 'check_violation';
end
$$;

create trigger auth_log_refuse_update before update on public.auth_log
  for each row execute function public.auth_log_refuse_update();
