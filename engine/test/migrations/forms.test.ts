import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.js'
import { createHdbCatalog } from '../../src/database/hdb-catalog/create-hdb-catalog.js'
import { appliedVersions } from '../../src/migrations/applied-versions.js'
import { applyMigrations } from '../../src/migrations/apply-migrations.js'
import { findMigrations } from '../../src/migrations/find-migrations.js'
import { openTestDatabase } from '../support/test-database.js'

let folder: string
let warnings: string[]
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'engine-forms-'))
  warnings = []
})
afterEach(() => rm(folder, { recursive: true }))

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), content)
  }
}

const warn = (message: string) => warnings.push(message.replaceAll(`${folder}/`, ''))
const find = () =>
  findMigrations(folder, 'default', warn).map(({ version, file }) => [version, file.slice(folder.length + 1)])

// What the CLI takes: cli/migrate/source of hasura/graphql-engine (file/file.go, parse.go, migration.go).
describe('findMigrations()', () => {
  test('takes folders and files side by side, in the order of their versions', async () => {
    await write({
      'default/0010_note/up.sql': 'SELECT 1',
      'default/0010_note/down.sql': 'SELECT 1',
      'default/9_shelf.up.sql': 'SELECT 1',
      'default/9_shelf.down.sql': 'SELECT 1',
      'default/11_more/20240102.add.up.sql': 'SELECT 1',
      'default/12_.up.sql': 'SELECT 1',
      'default/.gitkeep': '',
    })
    expect(find()).toEqual([
      ['9', 'default/9_shelf.up.sql'],
      ['10', 'default/0010_note/up.sql'],
      ['11', 'default/11_more/20240102.add.up.sql'],
      ['12', 'default/12_.up.sql'],
    ])
    expect(warnings).toEqual([])
  })

  test.each([
    [['1_a/up.sql', '1_b/up.sql']],
    [['1_a/first.up.sql', '1_a/second.up.sql']],
    [['01_a/up.sql', '1_b.up.sql']],
  ])('refuses two of one version, both by name: %j', async (files) => {
    await write(Object.fromEntries(files.map((file) => [file, 'SELECT 1'])))
    const named = files.map((file) => `\n  ${join(folder, file)}`).join('')
    expect(find).toThrow(`Two migrations have the version 1:${named}`)
  })

  test.each(['1_a/up.yaml', '1_a/more.up.yaml', '1_a.up.yaml'])('refuses %s by name', async (file) => {
    await write({ [file]: '- type: run_sql\n  args: {sql: SELECT 1}\n', '1_a/up.sql': 'SELECT 1' })
    expect(find).toThrow(`are not run:\n  ${join(folder, file)}\nPut the SQL of each into an up.sql`)
  })

  test('says what it looked for in a folder without migrations', async () => {
    await write({ 'other/1_a/up.sql': 'SELECT 1' })
    expect(find()).toEqual([])
    expect(warnings[0]).toMatch(
      /: holds no migration, nor a folder “default”, which is the name of the database$/,
    )
  })

  test('names everything else that lies there', async () => {
    await write({
      'README.md': '',
      'other/1_a/up.sql': 'SELECT 1',
      'default/1_a/up.sql': 'SELECT 1',
      'default/1_a/up.yaml': '[]\n',
      'default/1_a/down.yaml': '[]\n',
      'default/1_a/notes.txt': '',
      'default/1_a/old/up.sql': '',
      'default/2_b/up.SQL': '',
      'default/3_c/setup.sql': '',
      'default/4_d/down.sql': '',
      'default/init/up.sql': '',
      'default/5_e.sql': '',
    })
    await mkdir(join(folder, 'default/6_f'))
    expect(find()).toEqual([['1', 'default/1_a/up.sql']])
    const not = 'not a migration that the Hasura CLI would run, so it is not run'
    expect(warnings).toEqual([
      'README.md: not run, as the migrations are those in default',
      'other: not run, as the migrations are those in default',
      ...['1_a/down.yaml', '1_a/notes.txt', '1_a/old', '1_a/up.yaml', '2_b/up.SQL', '3_c/setup.sql'].map(
        (file) => `default/${file}: ${not}`,
      ),
      'default/4_d/down.sql: undoes a migration that is not there',
      ...['5_e.sql', '6_f', 'init/up.sql'].map((file) => `default/${file}: ${not}`),
    ])
  })
})

describe('applyMigrations()', () => {
  let database: Database
  beforeEach(async () => {
    database = await openTestDatabase()
    await createHdbCatalog(database)
  })
  afterEach(() => database.close())
  const apply = () => applyMigrations(database, folder, 'default', warn)

  test('runs those in files like the others: once, and never after an edit', async () => {
    await write({
      '001_shelf.up.sql': 'CREATE TABLE shelf (id int)',
      '2_note/x.up.sql': 'ALTER TABLE shelf ADD note text',
    })
    expect(await apply()).toBe(2)
    expect(await apply()).toBe(0)
    expect(await appliedVersions(database, 'default')).toEqual(new Set(['1', '2']))
    await write({ '001_shelf.up.sql': 'CREATE TABLE shelf (id text)' })
    await expect(apply()).rejects.toThrow(join(folder, '001_shelf.up.sql'))
  })

  test('knows versions that were recorded with leading zeros', async () => {
    await write({ '001_a.up.sql': 'CREATE TABLE a (id int)' })
    await apply()
    await database.exec(`
      UPDATE hdb_catalog.hdb_version SET cli_state = jsonb_set(cli_state, '{migrations,default}', '{"001": false}');
      UPDATE hdb_catalog.engine_migrations SET version = '001'`)
    await write({ '001_a.up.sql': 'CREATE TABLE a (id text)' })
    await expect(apply()).rejects.toThrow('edited after')
    await write({ '001_a.up.sql': 'CREATE TABLE a (id int)' })
    expect(await apply()).toBe(0)
  })

  test('passes over an empty one, aloud, until there is something in it', async () => {
    await write({ '1_a/up.sql': '' })
    expect(await apply()).toBe(0)
    expect(warnings).toEqual(['1_a/up.sql: empty, so it is not run'])
    await write({ '1_a/up.sql': 'CREATE TABLE a ()' })
    expect(await apply()).toBe(1)
    await write({ '1_a/up.sql': '' })
    await expect(apply()).rejects.toThrow('edited after')
  })
})
