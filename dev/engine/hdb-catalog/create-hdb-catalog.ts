import type { Queryable } from '../database/database.js'
import { metadataTables } from './metadata-tables.js'
import { sourceTables } from './source-tables.js'

/** Makes the tables and functions that Hasura keeps in `hdb_catalog`; nothing happens where they exist. */
export async function createHdbCatalog(database: Queryable): Promise<void> {
  await database.exec(`CREATE SCHEMA IF NOT EXISTS hdb_catalog;\n${sourceTables}\n${metadataTables}`)
}
