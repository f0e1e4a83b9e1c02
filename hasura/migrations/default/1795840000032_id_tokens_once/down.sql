drop table public.used_id_tokens;
