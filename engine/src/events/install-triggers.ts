import type { Database } from '../database/database.js'
import type { EventTrigger } from './event-trigger.js'
import { type CaptureTrigger, captureTriggers, installTrigger } from './trigger-sql.js'

interface InstalledTrigger {
  name: string
  schema: string | null
  table: string | null
  body: string
  always: boolean | null
}

/**
 * Makes the database capture exactly what the metadata's event triggers listen to. Only what differs is touched, as
 * replacing a trigger locks its table. The waiting events of dropped triggers are archived.
 */
export async function installTriggers(database: Database, triggers: readonly EventTrigger[]): Promise<void> {
  const wanted = triggers.flatMap(({ metadata, table }) => captureTriggers(metadata, table))
  const installed = await readInstalled(database)
  const obsolete = installed.filter(({ name }) => !wanted.some((trigger) => trigger.name === name))
  const different = wanted.filter((trigger) => !installed.some((other) => isSame(trigger, other)))
  const statements = [
    ...obsolete.map(({ name }) => `DROP FUNCTION IF EXISTS hdb_catalog."${name}"() CASCADE`),
    ...different.map(installTrigger),
  ]
  if (statements.length > 0) await database.exec(statements.join(';\n'))
  await archiveEventsOfOthers(database, triggers)
}

async function readInstalled(database: Database): Promise<InstalledTrigger[]> {
  const { rows } = await database.query<InstalledTrigger>(`
    SELECT p.proname AS name, n.nspname AS schema, c.relname AS table, p.prosrc AS body, t.tgenabled = 'A' AS always
    FROM pg_catalog.pg_proc AS p
    LEFT JOIN pg_catalog.pg_trigger AS t ON t.tgfoid = p.oid
    LEFT JOIN pg_catalog.pg_class AS c ON c.oid = t.tgrelid
    LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE p.pronamespace = 'hdb_catalog'::regnamespace
      AND p.prorettype = 'trigger'::regtype AND starts_with(p.proname, 'notify_hasura_')`)
  return rows
}

function isSame(wanted: CaptureTrigger, installed: InstalledTrigger): boolean {
  return (
    wanted.name === installed.name &&
    wanted.table.schema === installed.schema &&
    wanted.table.name === installed.table &&
    wanted.body === installed.body &&
    wanted.onReplication === installed.always
  )
}

async function archiveEventsOfOthers(database: Database, triggers: readonly EventTrigger[]): Promise<void> {
  await database.query(
    `UPDATE hdb_catalog.event_log SET archived = true
     WHERE NOT archived AND NOT delivered AND NOT error AND trigger_name <> ALL ($1::text[])`,
    [triggers.map(({ metadata }) => metadata.name)],
  )
}
