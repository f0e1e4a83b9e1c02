-- The ID tokens by which workflows signed in: each once, whichever instance is asked, until it has expired.
create table public.used_id_tokens (
  jti text primary key,
  expires_at timestamptz not null,
  constraint used_id_tokens_jti_is_short check (length(jti) <= 200)
);

create index used_id_tokens_expires_at_idx on public.used_id_tokens (expires_at);
