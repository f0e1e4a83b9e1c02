import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Queryable } from './database.js'
import { type ExtensionName, extensionNames } from './extensions.js'

const FILE = 'engine_extensions'

/**
 * The extensions to open a data directory with: the wanted ones and those of earlier runs, which its tables may use.
 */
export async function rememberExtensions(
  dataDir: string,
  wanted: readonly ExtensionName[],
): Promise<ExtensionName[]> {
  const file = join(dataDir, FILE)
  const earlier = (await readFile(file, 'utf8').catch(() => '')).split('\n')
  const all = extensionNames.filter((name) => wanted.includes(name) || earlier.includes(name))
  if (all.some((name) => !earlier.includes(name))) await writeFile(file, all.join('\n'))
  return all
}

/** At a proper end: those that were offered but never created cost every later start a tenth of a second each. */
export async function keepOnlyCreated(database: Queryable, dataDir: string): Promise<void> {
  const { rows } = await database.query<{ name: string }>(
    "SELECT replace(extname, '-', '_') AS name FROM pg_extension",
  )
  const created = extensionNames.filter((known) => rows.some(({ name }) => name === known))
  await writeFile(join(dataDir, FILE), created.join('\n'))
}
