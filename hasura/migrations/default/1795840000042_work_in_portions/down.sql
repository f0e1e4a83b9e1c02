drop function public.request_member_syncs(text, integer);
drop function public.purge_expired(integer);
drop view public.requested_syncs;
drop view public.purged_rows;
