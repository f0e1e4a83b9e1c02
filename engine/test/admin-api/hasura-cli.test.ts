import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readMetadataFolder } from '../../src/metadata/read-metadata-folder.js'
import { asAdmin, startTestServer, type TestServer } from '../server/support.js'

const hasura = fileURLToPath(new URL('../../../hasura', import.meta.url))
const migrations = `${hasura}/migrations/default`
const folders = readdirSync(migrations).sort()
const versionOf = (folder: string) => folder.split('_')[0]

let server: TestServer
beforeAll(async () => {
  const env = { FUNCTIONS_URL: 'http://127.0.0.1:9', ACTION_SECRET: 'a', EVENT_SECRET: 'b' }
  server = await startTestServer({ content: {}, sql: 'SELECT 1', env })
})
afterAll(() => server.close())

const metadata = async (type: string, args: unknown, version = 1) =>
  (await server.post('/v1/metadata', { type, version, args }, asAdmin)).json

describe('what the Hasura CLI calls (contract 4)', () => {
  test('at the start of every command', async () => {
    expect((await server.get('/v1/version')).status).toBe(200)
    expect((await server.get('/v1alpha1/config', asAdmin)).status).toBe(200)
    const exported = await server.post('/v1/query', { type: 'export_metadata', args: {} }, asAdmin)
    expect(exported).toMatchObject({ status: 200, json: { version: 3 } })
    expect(await metadata('get_catalog_state', {})).toMatchObject({ cli_state: {}, console_state: {} })
  })

  test('to apply migrations and remember them', async () => {
    const table =
      "SELECT COUNT(1) FROM information_schema.tables WHERE table_name = 'schema_migrations' AND table_schema = 'hdb_catalog' LIMIT 1"
    expect(await server.runSql(table)).toMatchObject({ result_type: 'TuplesOk', result: [['count'], ['0']] })
    for (const folder of folders) {
      const sql = await readFile(`${migrations}/${folder}/up.sql`, 'utf8')
      const args = { source: 'default', sql, check_metadata_consistency: false }
      expect(await server.post('/v2/query', { type: 'run_sql', args }, asAdmin)).toMatchObject({
        status: 200,
      })
    }
    const state = {
      migrations: { default: Object.fromEntries(folders.map((folder) => [versionOf(folder), false])) },
      settings: { migration_mode: 'true' },
      isStateCopyCompleted: true,
    }
    expect(await metadata('set_catalog_state', { type: 'cli', state })).toEqual({ message: 'success' })
    expect(await metadata('get_catalog_state', {})).toMatchObject({ cli_state: state })
  })

  test('to apply our own metadata, and it is served', async () => {
    const { json } = readMetadataFolder(`${hasura}/metadata`)
    const args = { allow_inconsistent_metadata: true, metadata: json }
    expect(await metadata('replace_metadata', args, 2)).toEqual({
      is_consistent: true,
      inconsistent_objects: [],
    })
    expect(await server.graphql('{ roles(order_by: {value: asc}) { value } }')).toEqual({
      data: { roles: [{ value: 'moderator' }, { value: 'user' }] },
    })
    expect(await metadata('export_metadata', {})).toEqual(json)
    expect(await metadata('reload_metadata', { reload_remote_schemas: true })).toMatchObject({
      is_consistent: true,
    })
  })
})
