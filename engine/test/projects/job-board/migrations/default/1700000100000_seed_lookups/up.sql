INSERT INTO job_kinds (value, comment) VALUES ('permanent', 'Without an end'), ('contract', 'For a time');

INSERT INTO companies (id, slug, name, website) VALUES
  (1, 'north-mill', 'North Mill', 'https://north-mill.example'),
  (2, 'harbour-works', 'Harbour Works', NULL);
INSERT INTO company_members (company_id, user_id) VALUES (1, 'employer-1'), (2, 'employer-2');
INSERT INTO skills (id, name) VALUES (1, 'SQL'), (2, 'Welding');
INSERT INTO jobs (id, company_id, title, description, kind, location, is_remote, salary_min, salary_max, published_at) VALUES
  (1, 1, 'Database keeper', 'Keeps tables in order', 'permanent', 'Mill Town', true, 50000, 60000.50, '2024-02-01'),
  (2, 2, 'Welder', 'Joins metal', 'contract', 'Harbour', false, 40000, 45000, '2024-01-01'),
  (3, 1, 'Miller', 'Not shown yet', 'permanent', 'Mill Town', false, NULL, NULL, NULL);
INSERT INTO job_skills (job_id, skill_id) VALUES (1, 1), (2, 2);
SELECT setval('companies_id_seq', 2), setval('skills_id_seq', 2), setval('jobs_id_seq', 3);
