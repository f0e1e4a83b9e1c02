create table public.users (
  id text primary key,
  name text,
  created_at timestamptz not null default now()
);
