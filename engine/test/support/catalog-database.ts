import type { Database } from '../../src/database/database.js'
import { createHdbCatalog } from '../../src/database/hdb-catalog/create-hdb-catalog.js'
import { openTestDatabase } from './test-database.js'

/** A fresh database of its own, with the tables that Hasura keeps in `hdb_catalog` and nothing else. */
export async function openCatalogDatabase(): Promise<Database> {
  const database = await openTestDatabase()
  await createHdbCatalog(database)
  return database
}
