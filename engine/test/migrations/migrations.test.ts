import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.js'
import { createHdbCatalog } from '../../src/database/hdb-catalog/create-hdb-catalog.js'
import { applyMigrations } from '../../src/migrations/apply-migrations.js'
import { applySqlFile } from '../../src/migrations/apply-sql-file.js'
import { openTestDatabase } from '../support/test-database.js'

let database: Database
let folder: string
beforeEach(async () => {
  database = await openTestDatabase()
  await createHdbCatalog(database)
  folder = await mkdtemp(join(tmpdir(), 'engine-migrations-'))
})
afterEach(async () => {
  await database.close()
  await rm(folder, { recursive: true })
})

async function write(name: string, sql: string, inside = 'default'): Promise<string> {
  const path = join(folder, inside, name)
  await mkdir(path, { recursive: true })
  await writeFile(join(path, 'up.sql'), sql)
  return join(path, 'up.sql')
}

const tables = async () =>
  (
    await database.query<{ t: string }>(
      "SELECT tablename AS t FROM pg_tables WHERE schemaname = 'public' ORDER BY t",
    )
  ).rows.map(({ t }) => t)

describe('applyMigrations()', () => {
  test('runs up.sql in the order of the versions, each once', async () => {
    await write('10_second', 'ALTER TABLE a ADD COLUMN two int')
    await write('9_first', 'CREATE TABLE a (one int)')
    expect(await applyMigrations(database, folder, 'default')).toBe(2)
    await write('11_third', 'CREATE TABLE b ()')
    expect(await applyMigrations(database, folder, 'default')).toBe(1)
    expect(await applyMigrations(database, folder, 'default')).toBe(0)
    expect(await tables()).toEqual(['a', 'b'])
  })

  test('takes the folder of a database, too, and folders without a name', async () => {
    await write('1', 'CREATE TABLE a ()')
    expect(await applyMigrations(database, join(folder, 'default'), 'default')).toBe(1)
  })

  test('records the versions where the Hasura CLI looks for them', async () => {
    await write('1_a', 'SELECT 1')
    await write('2_b', 'SELECT 1')
    await applyMigrations(database, folder, 'default')
    const { rows } = await database.query<{ s: string }>('SELECT cli_state AS s FROM hdb_catalog.hdb_version')
    expect(JSON.parse(rows[0]?.s ?? '')).toEqual({
      migrations: { default: { 1: false, 2: false } },
      settings: { migration_mode: 'true' },
      isStateCopyCompleted: true,
    })
  })

  test('stops at one that fails, names file and line, and keeps those before it', async () => {
    await write('1_good', 'CREATE TABLE good ()')
    const file = await write('2_bad', 'CREATE TABLE half ();\n\nSELECT * FROM missing;\n')
    await expect(applyMigrations(database, folder, 'default')).rejects.toThrow(
      `${file}:3: relation "missing" does not exist`,
    )
    expect(await tables()).toEqual(['good'])
    await writeFile(file, 'CREATE TABLE fixed ()')
    expect(await applyMigrations(database, folder, 'default')).toBe(1)
  })

  test('refuses to go on when an applied one was edited, and says which and what to do', async () => {
    const first = await write('1_first', 'CREATE TABLE a ()')
    await write('2_second', 'CREATE TABLE b ()')
    await applyMigrations(database, folder, 'default')
    await writeFile(first, 'CREATE TABLE a (id int)')
    await write('3_third', 'CREATE TABLE c ()')
    await expect(applyMigrations(database, folder, 'default')).rejects.toThrow(
      new RegExp(`edited after this database had applied it[^]*${first}[^]*new migration[^]*data directory`),
    )
    expect(await tables()).toEqual(['a', 'b'])
  })

  test('does not mind other line ends', async () => {
    const file = await write('1_first', 'CREATE TABLE a (\n);\n')
    await applyMigrations(database, folder, 'default')
    await writeFile(file, 'CREATE TABLE a (\r\n);\r\n')
    expect(await applyMigrations(database, folder, 'default')).toBe(0)
  })

  test('takes what was applied without a digest as it is, and watches it from then on', async () => {
    const file = await write('1_first', 'CREATE TABLE a ()')
    await applyMigrations(database, folder, 'default')
    await database.exec('DROP TABLE hdb_catalog.engine_migrations')
    await writeFile(file, 'CREATE TABLE a (id int)')
    expect(await applyMigrations(database, folder, 'default')).toBe(0)
    await writeFile(file, 'CREATE TABLE a (id text)')
    await expect(applyMigrations(database, folder, 'default')).rejects.toThrow(file)
  })

  test('leaves no setting behind, as scripts of pg_dump would', async () => {
    await write('1_dump', "SELECT pg_catalog.set_config('search_path', '', false); CREATE TABLE public.a ()")
    await applyMigrations(database, folder, 'default')
    expect((await database.query("SELECT to_regclass('a') IS NOT NULL AS found")).rows).toEqual([
      { found: true },
    ])
  })

  test('refuses a folder that is not there, and a version that is there twice', async () => {
    await expect(applyMigrations(database, join(folder, 'no'), 'default')).rejects.toThrow('does not exist')
    await write('1_a', 'SELECT 1')
    await write('1_b', 'SELECT 1')
    await expect(applyMigrations(database, folder, 'default')).rejects.toThrow('have the version 1')
  })
})

describe('applySqlFile()', () => {
  test('runs a file once, and again when it has changed', async () => {
    const file = join(folder, 'setup.sql')
    await writeFile(file, 'CREATE TABLE a ()')
    await applySqlFile(database, file)
    await applySqlFile(database, file)
    await writeFile(file, 'CREATE TABLE b ()')
    await applySqlFile(database, file)
    expect(await tables()).toEqual(['a', 'b'])
  })

  test('keeps nothing of a file that fails', async () => {
    const file = join(folder, 'setup.sql')
    await writeFile(file, 'CREATE TABLE a ();\nCREATE TABEL b ();')
    await expect(applySqlFile(database, file)).rejects.toThrow(`${file}:2: syntax error at or near "TABEL"`)
    expect(await tables()).toEqual([])
    await writeFile(file, 'CREATE TABLE a ()')
    await applySqlFile(database, file)
  })

  test.each([
    ['SELECT 1;\n\\connect x\n', ':2: syntax error at or near "\\"', 'That is for psql. pg_dump --inserts'],
    ['CREATE TABLE a (id int);\nCOPY a (id) FROM stdin;\n7\n\\.\n', ':3: syntax error', 'That is for psql.'],
    ['CREATE EXTENSION no_such_one', ': extension "no_such_one" is not available', 'engine/README.md lists'],
  ])('tells what to do with %j', async (sql, problem, advice) => {
    const file = join(folder, 'setup.sql')
    await writeFile(file, sql)
    const message = await applySqlFile(database, file).catch((error: Error) => error.message)
    expect(message).toContain(`${file}${problem}`)
    expect(message).toContain(`\n  ${advice}`)
  })
})
