CREATE TABLE job_kinds (value text PRIMARY KEY, comment text);

CREATE TABLE companies (
  id serial PRIMARY KEY,
  slug text NOT NULL UNIQUE,
  name text NOT NULL,
  website text,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE company_members (
  company_id integer NOT NULL REFERENCES companies ON DELETE CASCADE,
  user_id text NOT NULL,
  PRIMARY KEY (company_id, user_id)
);

CREATE TABLE jobs (
  id serial PRIMARY KEY,
  company_id integer NOT NULL REFERENCES companies ON DELETE CASCADE,
  title text NOT NULL,
  description text NOT NULL DEFAULT '',
  kind text NOT NULL DEFAULT 'permanent' REFERENCES job_kinds,
  location text,
  is_remote boolean NOT NULL DEFAULT false,
  salary_min numeric,
  salary_max numeric,
  published_at timestamptz,
  CHECK (salary_min <= salary_max)
);
CREATE INDEX jobs_published ON jobs (published_at DESC) WHERE published_at IS NOT NULL;

CREATE TABLE skills (id serial PRIMARY KEY, name text NOT NULL UNIQUE);

CREATE TABLE job_skills (
  job_id integer NOT NULL REFERENCES jobs ON DELETE CASCADE,
  skill_id integer NOT NULL REFERENCES skills ON DELETE CASCADE,
  PRIMARY KEY (job_id, skill_id)
);

CREATE TABLE applications (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  job_id integer NOT NULL REFERENCES jobs ON DELETE CASCADE,
  candidate_id text NOT NULL,
  letter text NOT NULL,
  state text NOT NULL DEFAULT 'sent' CHECK (state IN ('sent', 'invited', 'declined')),
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (job_id, candidate_id)
);

CREATE TABLE saved_jobs (
  candidate_id text NOT NULL,
  job_id integer NOT NULL REFERENCES jobs ON DELETE CASCADE,
  PRIMARY KEY (candidate_id, job_id)
);

CREATE FUNCTION job_salary_range(job jobs) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT job.salary_min || ' to ' || job.salary_max
$$;

CREATE FUNCTION search_jobs(search text) RETURNS SETOF jobs LANGUAGE sql STABLE AS $$
  SELECT * FROM jobs WHERE title ILIKE '%' || search || '%' OR description ILIKE '%' || search || '%'
$$;
