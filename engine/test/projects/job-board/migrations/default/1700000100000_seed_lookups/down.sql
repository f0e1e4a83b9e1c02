TRUNCATE companies, skills, job_kinds RESTART IDENTITY CASCADE;
