import { createHash } from 'node:crypto'
import type { Queryable } from '../database/database.js'

/** Beside Hasura's own record, which knows only versions. */
const TABLE = 'hdb_catalog.engine_migrations'

/** What a migration holds, told apart from other contents; line ends do not count, as git may change them. */
export function digestOf(sql: string): string {
  return createHash('sha256').update(sql.replaceAll('\r\n', '\n')).digest('hex')
}

/** The contents of the migrations as they were applied, by version. */
export async function recordedDigests(
  database: Queryable,
  databaseName: string,
): Promise<Map<string, string>> {
  await database.exec(
    `CREATE TABLE IF NOT EXISTS ${TABLE} (
       database text, version text, digest text NOT NULL, PRIMARY KEY (database, version))`,
  )
  const { rows } = await database.query<{ version: string; digest: string }>(
    `SELECT version::numeric::text AS version, digest FROM ${TABLE} WHERE database = $1`,
    [databaseName],
  )
  return new Map(rows.map(({ version, digest }) => [version, digest]))
}

export async function recordDigests(
  database: Queryable,
  databaseName: string,
  digests: ReadonlyMap<string, string>,
): Promise<void> {
  if (digests.size === 0) return
  await database.query(
    `INSERT INTO ${TABLE} (database, version, digest)
     SELECT $1, key, value FROM json_each_text($2::json)
     ON CONFLICT (database, version) DO UPDATE SET digest = excluded.digest`,
    [databaseName, JSON.stringify(Object.fromEntries(digests))],
  )
}
