import { readFile } from 'node:fs/promises'
import type { Database } from '../database/database.js'
import { appliedVersions, recordVersion } from './applied-versions.js'
import { findMigrations } from './find-migrations.js'
import { runSqlFile } from './run-sql-file.js'

/**
 * Applies the migrations that are not applied yet, each in a transaction of its own together with its record.
 *
 * @returns how many were applied
 * @throws SqlFileError when one fails; those before it stay
 */
export async function applyMigrations(
  database: Database,
  dir: string,
  databaseName: string,
): Promise<number> {
  const applied = await appliedVersions(database, databaseName)
  const pending = findMigrations(dir, databaseName).filter(({ version }) => !applied.has(version))
  for (const { version, file } of pending) {
    const sql = await readFile(file, 'utf8')
    await database.transaction(async (tx) => {
      await runSqlFile(tx, file, sql)
      await recordVersion(tx, databaseName, version)
    })
  }
  return pending.length
}
