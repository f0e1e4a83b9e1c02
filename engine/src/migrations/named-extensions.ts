import { existsSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ExtensionName, extensionsNamedIn } from '../database/extensions.js'

/**
 * The extensions that migrations and an SQL file create, so that the embedded Postgres need not load all.
 *
 * The migrations are those of every database in the folder: which of them is the engine's own the metadata says, and it is
 * read only after the database has begun to start.
 */
export async function namedExtensions(
  migrationsDir: string | undefined,
  sqlFile?: string,
): Promise<ExtensionName[]> {
  const migrations = migrationsDir === undefined ? [] : upScripts(migrationsDir)
  const files = sqlFile === undefined ? migrations : [...migrations, sqlFile]
  const scripts = await Promise.all(files.map((file) => readFile(file, 'utf8')))
  return extensionsNamedIn(scripts.join('\n'))
}

/** None of a folder that does not exist: who applies the migrations says so. */
function upScripts(dir: string): string[] {
  if (!existsSync(dir)) return []
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\bup\.sql$/.test(path))
    .map((path) => join(dir, path))
}
