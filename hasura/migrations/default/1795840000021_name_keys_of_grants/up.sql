-- Under which key each stored GitHub token lies, so that a secret is given up only when nothing of it is left.
--
-- Reads the protected header of a JWE as our functions write it: a flat object. Whatever else a text is gives null, and no
-- text fails: what is no base64url is not decoded, and what is no UTF-8 is escaped.
create function public.jwe_key_id(jwe text) returns text
language plpgsql immutable strict parallel safe as $$
declare
  header text := translate(split_part(jwe, '.', 1), '-_', '+/');
begin
  if header !~ '^[A-Za-z0-9+/]+$' or length(header) % 4 = 1 then
    return null;
  end if;
  return substring(
    encode(decode(rpad(header, (length(header) + 3) / 4 * 4, '='), 'base64'), 'escape')
    from '^{(?:.*,)?"kid":"([A-Za-z0-9_-]{1,64})"[,}]'
  );
end
$$;

alter table public.github_tokens
  add column kid text generated always as (public.jwe_key_id(token)) stored;

comment on column public.github_tokens.kid is 'The id of the key that both tokens are sealed with';

-- Counting reads this alone and no row.
create index github_tokens_kid_idx on public.github_tokens (kid, user_id);

-- Whoever is disabled has no session and signs in anew: a secret need not be kept for them.
create view public.github_token_keys as
select kid, count(*)::integer as tokens
from public.github_tokens
where not exists (
  select from public.users where users.id = github_tokens.user_id and users.disabled_at is not null
)
group by kid;

create view public.sync_progress as
select
  count(*)::integer as people,
  (count(*) filter (where awaits_sync and disabled_at is null and token_of is not null))::integer as waiting,
  max(synced_at) as last_synced_at
from public.users left join (select user_id as token_of from public.github_tokens) as askable on token_of = id;
