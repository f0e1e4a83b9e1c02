TRUNCATE public.activities, public.deals, public.contacts, public.accounts, public.members, public.deal_stages;
