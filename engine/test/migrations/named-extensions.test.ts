import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { namedExtensions } from '../../src/migrations/named-extensions.js'

function writeProject(files: Readonly<Record<string, string>>): string {
  const dir = mkdtempSync(join(tmpdir(), 'extensions-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true })
    writeFileSync(join(dir, name), content)
  }
  return dir
}

test.each(['migrations/default', 'migrations/library', 'migrations'])(
  'namedExtensions() finds those of migrations in %s',
  async (folder) => {
    const dir = writeProject({
      [`${folder}/1_first/up.sql`]: 'CREATE EXTENSION IF NOT EXISTS citext;',
      [`${folder}/1_first/down.sql`]: 'CREATE EXTENSION hstore;',
      [`${folder}/2_second/up.sql`]: 'create extension "uuid-ossp" with schema public;',
      [`${folder}/3_third.up.sql`]: 'create extension ltree;',
      [`${folder}/4_fourth/named.up.sql`]: 'create extension cube;',
      'setup.sql': 'CREATE EXTENSION pgcrypto;',
    })
    expect(await namedExtensions(join(dir, 'migrations'), join(dir, 'setup.sql'))).toEqual([
      'citext',
      'cube',
      'ltree',
      'pgcrypto',
      'uuid_ossp',
    ])
  },
)

test('namedExtensions() finds none without files', async () => {
  expect(await namedExtensions(undefined, undefined)).toEqual([])
  expect(await namedExtensions(join(tmpdir(), 'no-such-folder'), undefined)).toEqual([])
})
