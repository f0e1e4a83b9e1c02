import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../src/database/database.js'
import { MetadataError } from '../src/metadata/metadata-error.js'
import { startEngine } from '../src/start-engine.js'
import { type FolderContent, type MetadataFolder, metadataFolder } from './support/metadata-folder.js'
import { openTestDatabase } from './support/test-database.js'

let database: Database
let folder: MetadataFolder
beforeEach(async () => {
  database = await openTestDatabase()
  folder = await metadataFolder()
})
afterEach(async () => {
  await database.close()
  await folder.remove()
})

const env = { PG_DATABASE_URL: 'unused' }
const start = (port = 0) => startEngine({ database, metadataDir: folder.path, port, env })

async function problems(content: FolderContent): Promise<unknown> {
  await folder.write(content)
  return start().then(
    async (engine) => engine.close(),
    (error: unknown) => (error instanceof MetadataError ? error.problems : error),
  )
}

const users = { table: { schema: 'public', name: 'users' } }
const trigger = (columns: unknown) => ({
  name: 'sync',
  definition: { insert: { columns } },
  retry_conf: { num_retries: 0, interval_sec: 1 },
  webhook: 'http://x',
})

describe('startEngine() refuses, with file and line,', () => {
  test('tables that are not there', async () => {
    expect(await problems({ tables: [users] })).toMatchObject([
      {
        file: 'databases/databases.yaml',
        line: expect.any(Number),
        message: 'no such table/view exists in source: "users"',
      },
    ])
  })

  test('and tells what else is missing when nothing was to be put into the database', async () => {
    await folder.write({ tables: [users] })
    const told: string[] = []
    const log = (message: string) => told.push(message)
    const options = { database, metadataDir: folder.path, port: 0, env, log }
    await expect(startEngine(options)).rejects.toThrow('no such table')
    expect(told).toEqual([
      'Neither migrations nor an SQL file were given, so nothing was put into the database.',
    ])
    const sqlFile = join(folder.path, '.setup.sql')
    await writeFile(sqlFile, 'SELECT 1')
    await expect(startEngine({ ...options, sqlFile })).rejects.toThrow('no such table')
    expect(told).toHaveLength(1)
  })

  test('event triggers on columns that are not there, and names used twice', async () => {
    await database.exec('CREATE TABLE users (id int PRIMARY KEY)')
    const tables = [{ ...users, event_triggers: [trigger(['nope']), trigger('*'), trigger('*')] }]
    expect(await problems({ tables })).toMatchObject([
      { file: 'databases/databases.yaml', message: expect.stringContaining('column "nope" does not exist') },
      { file: 'databases/databases.yaml', message: expect.stringContaining('its name is in use already') },
    ])
  })

  test('REST endpoints whose query or path cannot be', async () => {
    const endpoint = `{name: e, url: x/, methods: [GET], definition: {query: {collection_name: c, query_name: q}}}`
    await writeFile(
      join(folder.path, 'query_collections.yaml'),
      '- {name: c, definition: {queries: [{name: q, query: "query { x }"}]}}\n',
    )
    await writeFile(
      join(folder.path, 'rest_endpoints.yaml'),
      `- ${endpoint}\n- ${endpoint.replace('name: e', 'name: f').replace('query_name: q', 'query_name: r')}\n`,
    )
    expect(await problems({})).toEqual([
      {
        file: 'rest_endpoints.yaml',
        line: 2,
        message: 'in endpoint f: query with name r does not exist in collection c',
      },
      {
        file: 'rest_endpoints.yaml',
        line: 1,
        message: 'Empty segments or unnamed variables are not allowed: x/',
      },
    ])
  })

  test('cron schedules that are none', async () => {
    const cron = { name: 'c', webhook: 'http://x', schedule: 'daily', include_in_metadata: true }
    expect(await problems({ cronTriggers: [cron] })).toMatchObject([
      { file: 'cron_triggers.yaml', message: expect.stringContaining('"daily" is not a cron schedule') },
    ])
  })

  test('environment variables that are not set', async () => {
    const cron = { name: 'c', webhook: '{{NOT_SET}}/x', schedule: '* * * * *', include_in_metadata: true }
    expect(await problems({ cronTriggers: [cron] })).toMatchObject([
      { file: 'cron_triggers.yaml', message: "environment variable 'NOT_SET' not set" },
    ])
  })
})

describe('startEngine()', () => {
  test('says in plain words that its port is taken, and stops what it had started', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as AddressInfo
    await expect(start(port)).rejects.toThrow(`Port ${port} is taken. Choose another with --port`)
    await new Promise((resolve) => other.close(resolve))
    const engine = await start(port)
    expect(engine.port).toBe(port)
    await engine.close()
  })

  test('can be started again on the same database, also beside a running one', async () => {
    const [one, two] = await Promise.all([start(), start()])
    expect(one?.port).not.toBe(two?.port)
    await one?.close()
    await two?.close()
    await (await start()).close()
  })

  test('refuses a naming convention that there is not', async () => {
    const options = { database, metadataDir: folder.path, port: 0 }
    const naming = { ...env, HASURA_GRAPHQL_DEFAULT_NAMING_CONVENTION: 'kebab-default' }
    await expect(startEngine({ ...options, env: naming })).rejects.toThrow(
      'HASURA_GRAPHQL_DEFAULT_NAMING_CONVENTION: naming_convention can either be "hasura-default" or "graphql-default"',
    )
  })

  test('leaves the database open when it closes', async () => {
    await (await start()).close()
    expect((await database.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
  })
})
