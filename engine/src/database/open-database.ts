import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { dataDirTemplate } from './data-dir-template.js'
import type { Database } from './database.js'
import { type ExtensionName, extensionNames, loadExtensions } from './extensions.js'
import { lockDataDir } from './lock-data-dir.js'
import { openPgDatabase } from './pg-database.js'
import { pgliteDatabase } from './pglite-database.js'
import { keepOnlyCreated, rememberExtensions } from './remember-extensions.js'

/** `extensions` says which `CREATE EXTENSION` will work in an embedded Postgres: all of them unless given. */
export type DatabaseLocation =
  | { url: string }
  | { dataDir: string; extensions?: readonly ExtensionName[] }
  | { extensions?: readonly ExtensionName[] }

/** Opens a server by URL, an embedded Postgres in a directory, or an embedded one in memory. */
export async function openDatabase(location: DatabaseLocation = {}): Promise<Database> {
  if ('url' in location) return openPgDatabase(location.url)
  const { extensions = extensionNames } = location
  if ('dataDir' in location) return openDirectory(resolve(location.dataDir), extensions)
  return openMemory(extensions)
}

async function openMemory(extensions: readonly ExtensionName[]): Promise<Database> {
  const pglite = await PGlite.create({
    loadDataDir: await dataDirTemplate(),
    extensions: await loadExtensions(extensions),
  })
  return pgliteDatabase(pglite, async () => {})
}

async function openDirectory(dataDir: string, wanted: readonly ExtensionName[]): Promise<Database> {
  await mkdir(dirname(dataDir), { recursive: true })
  const unlock = await lockDataDir(dataDir)
  try {
    if (!existsSync(join(dataDir, 'PG_VERSION'))) await initialise(dataDir)
    const extensions = await rememberExtensions(dataDir, wanted)
    const pglite = await PGlite.create({ dataDir, extensions: await loadExtensions(extensions) }).catch(
      (error: unknown) => Promise.reject(unreadable(dataDir, error)),
    )
    const database = pgliteDatabase(pglite, unlock)
    return { ...database, close: () => keepOnlyCreated(database, dataDir).finally(database.close) }
  } catch (error) {
    await unlock()
    throw error
  }
}

/** Fills the directory aside and renames it, so that an interrupted first start leaves nothing half made. */
async function initialise(dataDir: string): Promise<void> {
  await removeIfEmpty(dataDir)
  const unfinished = `${dataDir}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  const pglite = await PGlite.create({ dataDir: unfinished, loadDataDir: await dataDirTemplate() })
  await pglite.close()
  await rename(unfinished, dataDir)
}

async function removeIfEmpty(dataDir: string): Promise<void> {
  if (!existsSync(dataDir)) return
  if ((await readdir(dataDir)).length > 0) {
    throw new Error(`${dataDir} is not empty and not a Postgres data directory; choose another one.`)
  }
  await rmdir(dataDir)
}

/** The embedded Postgres gives no reason of its own that would help. */
function unreadable(dataDir: string, cause: unknown): Error {
  const text = `${dataDir} cannot be opened: it is damaged, or of another version of Postgres.`
  return new Error(`${text} Put a copy back, choose another directory, or delete it to start over.`, {
    cause,
  })
}
