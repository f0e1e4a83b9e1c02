/**
 * What Hasura keeps beside the tables it captures events of: column names, types and functions are its own.
 * Ours alone is `event_log.locked_by`: the engine that claimed the event, see engine-presence.
 */
export const sourceTables = `
CREATE OR REPLACE FUNCTION hdb_catalog.gen_hasura_uuid() RETURNS uuid LANGUAGE sql AS 'SELECT gen_random_uuid()';

CREATE TABLE IF NOT EXISTS hdb_catalog.hdb_source_catalog_version (
  version text NOT NULL,
  upgraded_on timestamptz NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS hdb_source_catalog_version_one_row
  ON hdb_catalog.hdb_source_catalog_version ((version IS NOT NULL));
INSERT INTO hdb_catalog.hdb_source_catalog_version VALUES ('3', now()) ON CONFLICT DO NOTHING;

CREATE TABLE IF NOT EXISTS hdb_catalog.event_log (
  id text PRIMARY KEY DEFAULT hdb_catalog.gen_hasura_uuid(),
  schema_name text NOT NULL,
  table_name text NOT NULL,
  trigger_name text NOT NULL,
  payload jsonb NOT NULL,
  delivered boolean NOT NULL DEFAULT false,
  error boolean NOT NULL DEFAULT false,
  tries integer NOT NULL DEFAULT 0,
  created_at timestamp,
  locked timestamptz,
  next_retry_at timestamp,
  archived boolean NOT NULL DEFAULT false
);
ALTER TABLE hdb_catalog.event_log ADD COLUMN IF NOT EXISTS locked_by integer;
-- In UTC whatever the time zone of the session is that makes the change.
ALTER TABLE hdb_catalog.event_log ALTER COLUMN created_at SET DEFAULT (now() AT TIME ZONE 'UTC');
CREATE INDEX IF NOT EXISTS event_log_trigger_name_idx ON hdb_catalog.event_log (trigger_name);
CREATE INDEX IF NOT EXISTS event_log_fetch_events
  ON hdb_catalog.event_log (locked NULLS FIRST, next_retry_at NULLS FIRST, created_at)
  WHERE NOT delivered AND NOT error AND NOT archived;

CREATE TABLE IF NOT EXISTS hdb_catalog.event_invocation_logs (
  id text PRIMARY KEY DEFAULT hdb_catalog.gen_hasura_uuid(),
  trigger_name text,
  event_id text,
  status integer,
  request json,
  response json,
  created_at timestamp DEFAULT now()
);
CREATE INDEX IF NOT EXISTS event_invocation_logs_event_id_idx ON hdb_catalog.event_invocation_logs (event_id);

CREATE TABLE IF NOT EXISTS hdb_catalog.hdb_event_log_cleanups (
  id text PRIMARY KEY DEFAULT hdb_catalog.gen_hasura_uuid(),
  trigger_name text NOT NULL,
  scheduled_at timestamp NOT NULL,
  deleted_event_logs integer,
  deleted_event_invocation_logs integer,
  status text NOT NULL CHECK (status IN ('scheduled', 'paused', 'completed', 'dead')),
  UNIQUE (trigger_name, scheduled_at)
);

CREATE OR REPLACE FUNCTION hdb_catalog.insert_event_log(
  schema_name text, table_name text, trigger_name text, op text, row_data json
) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  event_id text := gen_random_uuid();
  -- A setting that was local to an earlier transaction reads as '' ever after.
  session_variables json := nullif(current_setting('hasura.user', true), '');
  trace_context json := nullif(current_setting('hasura.tracecontext', true), '');
BEGIN
  INSERT INTO hdb_catalog.event_log (id, schema_name, table_name, trigger_name, payload)
  VALUES (event_id, schema_name, table_name, trigger_name, json_build_object(
    'op', op, 'data', row_data, 'session_variables', session_variables, 'trace_context', trace_context));
  RETURN event_id;
END $$;
`
