INSERT INTO public.deal_stages (value, comment) VALUES
    ('open', 'Talked about'),
    ('quoted', 'A quote was sent'),
    ('won', 'Signed'),
    ('lost', 'Gone elsewhere');
INSERT INTO public.members (id, display_name) VALUES
    ('sales-1', 'Sales desk 1'),
    ('sales-2', 'Sales desk 2'),
    ('support-1', 'Support desk 1');
INSERT INTO public.accounts (name, owner_id, partner_id, credit_limit) VALUES
    ('North Mill', 'sales-1', 'partner-1', 5000),
    ('South Yard', 'sales-2', NULL, 900);
INSERT INTO public.contacts (account_id, title, email, phone) VALUES
    (1, 'Purchasing', 'purchasing@north-mill.example', '+00 1'),
    (2, 'Front office', 'office@south-yard.example', '+00 2');
INSERT INTO public.deals (account_id, contact_id, title, amount, stage, closes_on) VALUES
    (1, 1, 'Saw blades', 1200.50, 'open', '2024-03-01'),
    (1, NULL, 'Conveyor', 8000, 'quoted', '2024-05-01'),
    (2, 2, 'Fence', 300, 'won', '2024-02-01');
INSERT INTO public.activities (account_id, deal_id, author_id, kind, note, happened_at) VALUES
    (1, 1, 'sales-1', 'call', 'Asked for blades', '2024-01-02T09:00:00Z'),
    (1, NULL, 'support-1', 'mail', 'Late delivery', '2024-01-03T09:00:00Z'),
    (2, 3, 'sales-2', 'visit', 'Measured the yard', '2024-01-04T09:00:00Z');
