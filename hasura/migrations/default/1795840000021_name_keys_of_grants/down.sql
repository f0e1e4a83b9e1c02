drop view public.sync_progress;
drop view public.github_token_keys;
alter table public.github_tokens drop column kid;
drop function public.jwe_key_id(text);
