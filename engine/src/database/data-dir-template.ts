import { readFileSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { PGlite } from '@electric-sql/pglite'

const compress = promisify(gzip)
const decompress = promisify(gunzip)

const CACHE_FOLDER = new URL('../../../node_modules/.cache/hasura-engine/', import.meta.url)
/** Smaller write-ahead segments halve the size of a fresh data directory. */
const INITDB_PARAMETERS = ['--wal-segsize=1']

let template: Promise<Blob> | undefined

/**
 * A freshly initialised data directory as a tarball.
 * `initdb` takes two seconds, loading this a quarter of one: it is made once per PGlite version and kept beside
 * the installed packages.
 */
export function dataDirTemplate(): Promise<Blob> {
  template ??= readCached().catch(makeAndCache)
  return template
}

function cacheFile(): URL {
  const manifest = new URL('../package.json', import.meta.resolve('@electric-sql/pglite'))
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string } // npm demands a version
  return new URL(`pglite-${version}.tar.gz`, CACHE_FOLDER)
}

async function readCached(): Promise<Blob> {
  return new Blob([await decompress(await readFile(cacheFile()))])
}

async function makeAndCache(): Promise<Blob> {
  const pglite = await PGlite.create({ initDbStartParams: INITDB_PARAMETERS })
  const tarball = await pglite.dumpDataDir('none')
  await pglite.close()
  await keep(tarball).catch(() => {}) // a read-only installation only loses the speed
  return tarball
}

/** Written aside and renamed, so that a second process never reads half a file. */
async function keep(tarball: Blob): Promise<void> {
  await mkdir(CACHE_FOLDER, { recursive: true })
  const unfinished = new URL(`unfinished-${process.pid}-${Date.now()}`, CACHE_FOLDER)
  await writeFile(unfinished, await compress(await tarball.arrayBuffer(), { level: 1 }))
  await rename(unfinished, cacheFile())
}
