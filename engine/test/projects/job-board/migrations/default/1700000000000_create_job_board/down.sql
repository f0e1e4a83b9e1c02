DROP FUNCTION search_jobs;
DROP FUNCTION job_salary_range;
DROP TABLE saved_jobs, applications, job_skills, skills, jobs, company_members, companies, job_kinds;
