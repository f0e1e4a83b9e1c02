import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { extensionNames, extensionsNamedIn } from '../../src/database/extensions.js'
import { rememberExtensions } from '../../src/database/remember-extensions.js'
import { openDatabase } from '../../src/database/open-database.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'engine-extensions-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('extensions of the embedded Postgres', () => {
  test('can all be created', async () => {
    const database = await openDatabase()
    for (const name of extensionNames)
      await database.exec(`CREATE EXTENSION "${name.replace('uuid_', 'uuid-')}"`)
    const { rows } = await database.query(
      "SELECT digest('a', 'md5')::text AS d, 'A'::citext = 'a'::citext AS same",
    )
    expect(rows).toEqual([{ d: '\\x0cc175b9c0f1b6a831c399e269772661', same: true }])
    await database.close()
  })

  test('leave the digests of pgcrypto right, however slowly the others are instantiated', async () => {
    const instantiate = WebAssembly.instantiate
    vi.spyOn(WebAssembly, 'instantiate').mockImplementation(async (source, imports) => {
      const bytes = ArrayBuffer.isView(source) || source instanceof ArrayBuffer ? source.byteLength : 0
      const result = await instantiate(source, imports)
      if (bytes > 0 && bytes < 1_000_000) await new Promise((resolve) => setTimeout(resolve, 300))
      return result
    })
    const database = await openDatabase({ extensions: ['pgcrypto', 'uuid_ossp', 'citext', 'ltree'] })
    await database.exec('CREATE EXTENSION pgcrypto')
    const { rows } = await database.query("SELECT digest('a', 'md5')::text AS digest")
    expect(rows).toEqual([{ digest: '\\x0cc175b9c0f1b6a831c399e269772661' }])
    await database.close()
  })

  test('are found by the scripts that create them', () => {
    const sql =
      'create extension if not exists "uuid-ossp"; CREATE EXTENSION\n citext; CREATE EXTENSION earthdistance CASCADE; create extension postgis'
    expect(extensionsNamedIn(sql)).toEqual(['citext', 'cube', 'earthdistance', 'uuid_ossp'])
  })

  test('of an earlier run stay usable in a data directory', async () => {
    const dataDir = join(folder, 'data')
    const first = await openDatabase({ dataDir, extensions: ['citext'] })
    await first.exec(
      "CREATE EXTENSION citext; CREATE TABLE names (name citext); INSERT INTO names VALUES ('Ann')",
    )
    await first.close()
    const second = await openDatabase({ dataDir, extensions: [] })
    expect((await second.query("SELECT name FROM names WHERE name = 'ann'")).rows).toEqual([{ name: 'Ann' }])
    await second.close()
  })

  test('that were offered but never created are not loaded at the next start', async () => {
    const dataDir = join(folder, 'data')
    const first = await openDatabase({ dataDir, extensions: ['citext', 'hstore'] })
    await first.exec('CREATE EXTENSION citext')
    await first.close()
    expect(await rememberExtensions(dataDir, [])).toEqual(['citext'])
  })
})
