import type { Queryable } from '../database/database.js'
import { digestOf, recordDigests, recordedDigests } from './migration-digests.js'

/** An applied migration with what its file holds now. */
interface AppliedMigration {
  version: string
  file: string
  sql: string
}

/**
 * Refuses to go on when a migration was edited after it had been applied: the database would lack the edit and nobody
 * would know why. What was applied before there were digests, or by the Hasura CLI, is taken as it is now.
 *
 * @throws Error naming the files and what to do
 */
export async function refuseEdited(
  database: Queryable,
  databaseName: string,
  applied: readonly AppliedMigration[],
): Promise<void> {
  const recorded = await recordedDigests(database, databaseName)
  const edited = applied.filter(({ version, sql }) => {
    const digest = recorded.get(version)
    return digest !== undefined && digest !== digestOf(sql)
  })
  if (edited.length > 0) throw new Error(explain(edited.map(({ file }) => file)))
  const unknown = applied.filter(({ version }) => !recorded.has(version))
  await recordDigests(
    database,
    databaseName,
    new Map(unknown.map(({ version, sql }) => [version, digestOf(sql)])),
  )
}

function explain(files: readonly string[]): string {
  const [was, them] = files.length === 1 ? ['This migration was', 'it'] : ['These migrations were', 'them']
  return [
    `${was} edited after this database had applied ${them}, so the database does not have the edit:`,
    ...files.map((file) => `  ${file}`),
    `Either put ${them} back as applied and write the change as a new migration, or start on a new database ` +
      '(an embedded one: delete its data directory, or choose another one).',
  ].join('\n')
}
