SET check_function_bodies = false;
CREATE TABLE public.deal_stages (
    value text NOT NULL,
    comment text NOT NULL,
    CONSTRAINT deal_stages_pkey PRIMARY KEY (value)
);
CREATE TABLE public.members (
    id text NOT NULL,
    display_name text NOT NULL,
    CONSTRAINT members_pkey PRIMARY KEY (id)
);
CREATE TABLE public.accounts (
    id serial PRIMARY KEY,
    name text NOT NULL UNIQUE,
    owner_id text NOT NULL REFERENCES public.members(id) ON DELETE RESTRICT,
    partner_id text,
    credit_limit numeric(12,2),
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE public.contacts (
    id serial PRIMARY KEY,
    account_id integer NOT NULL REFERENCES public.accounts(id) ON DELETE CASCADE,
    title text NOT NULL,
    email text,
    phone text
);
CREATE TABLE public.deals (
    id serial PRIMARY KEY,
    account_id integer NOT NULL REFERENCES public.accounts(id) ON DELETE CASCADE,
    contact_id integer REFERENCES public.contacts(id) ON DELETE SET NULL,
    title text NOT NULL,
    amount numeric(12,2) NOT NULL DEFAULT 0 CHECK (amount >= 0),
    stage text NOT NULL DEFAULT 'open' REFERENCES public.deal_stages(value),
    closes_on date
);
CREATE TABLE public.activities (
    id serial PRIMARY KEY,
    account_id integer NOT NULL REFERENCES public.accounts(id) ON DELETE CASCADE,
    deal_id integer REFERENCES public.deals(id) ON DELETE CASCADE,
    author_id text NOT NULL REFERENCES public.members(id),
    kind text NOT NULL,
    note text NOT NULL,
    happened_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX deals_account_id_idx ON public.deals (account_id);
CREATE INDEX activities_account_id_idx ON public.activities (account_id);
