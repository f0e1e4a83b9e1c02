import { readFile } from 'node:fs/promises'
import { type ExtensionName, extensionsNamedIn } from '../database/extensions.js'
import { findMigrations } from './find-migrations.js'

/** The extensions that migrations and an SQL file create, so that the embedded Postgres need not load all. */
export async function namedExtensions(
  migrationsDir: string | undefined,
  sqlFile: string | undefined,
): Promise<ExtensionName[]> {
  const migrations =
    migrationsDir === undefined ? [] : findMigrations(migrationsDir, 'default').map(({ file }) => file)
  const files = sqlFile === undefined ? migrations : [...migrations, sqlFile]
  const scripts = await Promise.all(files.map((file) => readFile(file, 'utf8')))
  return extensionsNamedIn(scripts.join('\n'))
}
