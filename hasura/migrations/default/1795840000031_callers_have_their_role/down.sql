alter table public.user_roles drop column role_name;
alter table public.roles drop constraint roles_value_is_not_for_strangers;
