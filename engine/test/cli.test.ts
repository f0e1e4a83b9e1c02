import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runEngineCli, startEngineCli } from './support/engine-cli.js'
import { type MetadataFolder, metadataFolder } from './support/metadata-folder.js'

const env = { PG_DATABASE_URL: 'unused' }
const users = { table: { schema: 'public', name: 'users' } }

let metadata: MetadataFolder
let folder: string
beforeEach(async () => {
  metadata = await metadataFolder({ tables: [users] })
  folder = await mkdtemp(join(tmpdir(), 'engine-cli-'))
  await writeFile(
    join(folder, 'setup.sql'),
    'CREATE TABLE users (id int PRIMARY KEY); INSERT INTO users VALUES (7);',
  )
})
afterEach(async () => {
  await metadata.remove()
  await rm(folder, { recursive: true })
})

const command = (...more: string[]) => [
  '--metadata',
  metadata.path,
  '--sql',
  join(folder, 'setup.sql'),
  '--port',
  '0',
  ...more,
]

async function users7(url: string): Promise<unknown> {
  const response = await fetch(`${url}/v1/graphql`, { method: 'POST', body: '{"query":"{ users { id } }"}' })
  return response.json()
}

describe('the command line', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    'prints one JSON line, serves, and ends orderly at %s',
    async (signal) => {
      const engine = await startEngineCli(command(), env)
      expect(await users7(engine.url)).toEqual({ data: { users: [{ id: 7 }] } })
      const end = await engine.stop(signal)
      expect(end.code).toBe(0)
      expect(end.stdout).toBe(`${JSON.stringify({ ready: true, url: engine.url })}\n`)
      expect(end.stderr).toContain(`at ${engine.url}`)
    },
  )

  test('starts again on the same data directory with the same command', async () => {
    const args = command('--data-dir', join(folder, 'data'))
    const first = await startEngineCli(args, env)
    await first.stop('SIGINT')
    const second = await startEngineCli(args, env)
    expect(await users7(second.url)).toEqual({ data: { users: [{ id: 7 }] } })
    await second.stop('SIGINT')
  })

  test('lists every problem of the metadata with file and line and ends with 1', async () => {
    await metadata.write({
      tables: [users, { table: { schema: 'public', name: 'missing' } }],
      cronTriggers: [
        { name: 'c', webhook: '{{NOT_SET}}', schedule: '* * * * *', include_in_metadata: true, surprise: 1 },
      ],
    })
    const broken = await runEngineCli(command(), env)
    expect(broken).toMatchObject({ code: 1, stdout: '' })
    expect(broken.stderr).toMatch(/^cron_triggers\.yaml:\d+: .*surprise/m)
    await metadata.write({ tables: [{ table: 'missing' }, { table: 'gone' }] })
    const { code, stdout, stderr } = await runEngineCli(command(), env)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^databases\/databases\.yaml:\d+: .*"missing"/m)
    expect(stderr).toMatch(/^databases\/databases\.yaml:\d+: .*"gone"/m)
    expect(stderr).not.toContain('    at ')
  })

  test('serves what Hasura would, and tells what it passes over', async () => {
    await metadata.write({ tables: [{ ...users, is_enumm: true }] })
    await writeFile(join(metadata.path, 'notes.yaml'), '[]')
    await mkdir(join(folder, 'migrations'))
    await writeFile(join(folder, 'migrations/1_a.up.sql'), 'CREATE TABLE a ()')
    await writeFile(join(folder, 'migrations/notes.txt'), '')
    const engine = await startEngineCli(command('--migrations', join(folder, 'migrations')), env)
    expect(await users7(engine.url)).toEqual({ data: { users: [{ id: 7 }] } })
    const { code, stderr } = await engine.stop('SIGINT')
    expect(code).toBe(0)
    expect(stderr).toMatch(
      /^databases\/databases\.yaml:\d+: sources\[0\]\.tables\[0\]: unknown key "is_enumm"/m,
    )
    expect(stderr).toMatch(/^notes\.yaml:1: not a file of Hasura/m)
    expect(stderr).toMatch(/migrations\/notes\.txt: not a migration/)
  })

  test.each([
    [['--port', '99999'], 'a port is a number'],
    [['--port', '0', '--database-url', 'postgres://localhost:1/x', '--data-dir', 'y'], 'not both'],
    [
      ['--port', '0', '--database-url', 'postgres://127.0.0.1:1/x'],
      'The Postgres of --database-url cannot be used: connect ECONNREFUSED',
    ],
    [['--database-url', 'localhost:5432/x'], 'a database URL begins with postgres://'],
    [['--migrations', 'no/where'], `--migrations: ${resolve('no/where')} does not exist.`],
    [['--migrations', 'package.json'], `--migrations: ${resolve('package.json')} is not a folder.`],
    [['--sql', 'no.sql'], `--sql: ${resolve('no.sql')} does not exist.`],
    [['--sql', 'engine'], `--sql: ${resolve('engine')} is not a file.`],
    [['--metadata', 'no/where'], `--metadata: ${resolve('no/where')} does not exist.`],
  ])('refuses %j', async (more, message) => {
    const end = await runEngineCli(['--metadata', metadata.path, ...more], env)
    expect(end).toMatchObject({ code: 1, stdout: '' })
    expect(end.stderr).toContain(message)
    expect(end.stderr).not.toContain('    at ')
  })

  test('names file and line of SQL that fails', async () => {
    await writeFile(join(folder, 'setup.sql'), 'SELECT 1;\nSELECT * FROM nowhere;')
    const end = await runEngineCli(command(), env)
    expect(end).toMatchObject({ code: 1, stdout: '' })
    expect(end.stderr).toContain('setup.sql:2: relation "nowhere" does not exist')
  })

  test('says that --metadata is missing', async () => {
    expect(await runEngineCli([], env)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('--metadata'),
    })
  })
})
