-- Without a token Hasura gives HASURA_GRAPHQL_UNAUTHORIZED_ROLE and takes everything else from headers that anybody can
-- write. That role must be nobody's. These are names that it goes by; a database that has one goes on with it.
alter table public.roles add constraint roles_value_is_not_for_strangers check (
  lower(value) not in ('public', 'anon', 'unauthorized', 'unauthenticated', 'nobody')
) not valid;

-- The role of a caller is compared with this one: as a value of the enum, a name that is no role could not even be asked for.
alter table public.user_roles add column role_name text generated always as (role) stored;
