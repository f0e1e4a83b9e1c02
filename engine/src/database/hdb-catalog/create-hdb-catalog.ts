import { createHash } from 'node:crypto'
import type { Queryable } from '../database.js'
import { metadataTables } from './metadata-tables.js'
import { sourceTables } from './source-tables.js'

const script = `CREATE SCHEMA IF NOT EXISTS hdb_catalog;\n${sourceTables}\n${metadataTables}`

/** Kept as the schema's comment, so that a database which has it all already costs one look. */
const comment = `hasura engine for development ${createHash('sha256').update(script).digest('hex').slice(0, 12)}`

/** Makes the tables and functions that Hasura keeps in `hdb_catalog`; nothing happens where they exist. */
export async function createHdbCatalog(database: Queryable): Promise<void> {
  const { rows } = await database.query<{ comment: string | null }>(
    "SELECT obj_description(oid, 'pg_namespace') AS comment FROM pg_catalog.pg_namespace WHERE nspname = 'hdb_catalog'",
  )
  if (rows[0]?.comment === comment) return
  await database.exec(`${script}\nCOMMENT ON SCHEMA hdb_catalog IS '${comment}';`)
}
