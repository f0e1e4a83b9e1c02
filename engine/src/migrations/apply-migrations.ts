import { readFile } from 'node:fs/promises'
import type { Database } from '../database/database.js'
import { appliedVersions, recordVersion } from './applied-versions.js'
import { findMigrations } from './find-migrations.js'
import { digestOf, recordDigests } from './migration-digests.js'
import { refuseEdited } from './refuse-edited.js'
import { runSqlFile } from './run-sql-file.js'

/**
 * Applies the migrations that are not applied yet, each in a transaction of its own together with its record.
 *
 * @param warn hears of files that are no migrations, and of empty ones, which the Hasura CLI passes over too
 * @returns how many were applied
 * @throws SqlFileError when one fails; those before it stay
 * @throws Error when one that is applied has been edited since
 */
export async function applyMigrations(
  database: Database,
  dir: string,
  databaseName: string,
  warn?: (message: string) => void,
): Promise<number> {
  const applied = await appliedVersions(database, databaseName)
  const migrations = await Promise.all(
    findMigrations(dir, databaseName, warn).map(async (found) => ({
      ...found,
      sql: await readFile(found.file, 'utf8'),
    })),
  )
  await refuseEdited(
    database,
    databaseName,
    migrations.filter(({ version }) => applied.has(version)),
  )
  const unapplied = migrations.filter(({ version }) => !applied.has(version))
  for (const { file } of unapplied.filter(({ sql }) => sql === '')) warn?.(`${file}: empty, so it is not run`)
  const pending = unapplied.filter(({ sql }) => sql !== '')
  for (const { version, file, sql } of pending) {
    await database.transaction(async (tx) => {
      await runSqlFile(tx, file, sql)
      await recordVersion(tx, databaseName, version)
      await recordDigests(tx, databaseName, new Map([[version, digestOf(sql)]]))
    })
  }
  return pending.length
}
