import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { asAdmin, startTestServer, type TestServer } from '../server/support.js'
import { type EventRow, usersWithTrigger } from './console-support.js'

let server: TestServer
beforeEach(async () => {
  server = await startTestServer({ content: { tables: [usersWithTrigger] } })
})
afterEach(() => server.close())

const metadata = async (type: string, args: unknown = {}, more: object = {}) =>
  server.post('/v1/metadata', { type, args, ...more }, asAdmin)
const version = async () => {
  const { json } = await metadata('export_metadata', {}, { version: 2 })
  return (json as { resource_version: number }).resource_version
}

describe('resource_version (contract 1)', () => {
  test('a command that refers to an older version is refused with 409', async () => {
    const seen = await version()
    expect(await metadata('reload_metadata', {}, { resource_version: seen })).toMatchObject({ status: 200 })
    expect(await version()).toBe(seen + 1)
    expect(await metadata('clear_metadata', {}, { resource_version: seen })).toMatchObject({
      status: 409,
      json: {
        path: '$',
        code: 'conflict',
        error: `metadata resource version referenced (${seen}) did not match current version`,
      },
    })
    expect(await version()).toBe(seen + 1)
  })

  test('commands that change nothing do not mind it, a bulk that changes something does', async () => {
    expect(await metadata('get_inconsistent_metadata', {}, { resource_version: 99 })).toMatchObject({
      status: 200,
    })
    const bulk = [{ type: 'reload_metadata', args: {} }]
    expect(await metadata('bulk', bulk, { resource_version: 99 })).toMatchObject({ status: 409 })
  })
})

describe('event logs', () => {
  async function insertEvent(id: string, delivered: boolean): Promise<void> {
    await server.database.query(
      `INSERT INTO hdb_catalog.event_log (id, schema_name, table_name, trigger_name, payload, delivered, error)
       VALUES ($1, 'public', 'users', 'sync', '{"op": "INSERT"}', $2, NOT $2)`,
      [id, delivered],
    )
    await server.database.query(
      `INSERT INTO hdb_catalog.event_invocation_logs (trigger_name, event_id, status) VALUES ('sync', $1, 200)`,
      [id],
    )
  }

  test('pg_get_event_logs lists them by what became of them', async () => {
    await insertEvent('e1', true)
    const processed = await metadata('pg_get_event_logs', { name: 'sync', status: 'processed' })
    expect(processed.json).toMatchObject([{ id: 'e1', delivered: true, payload: { op: 'INSERT' } }])
    expect(Object.keys((processed.json as EventRow[])[0] ?? {})).not.toContain('locked_by')
    expect((await metadata('pg_get_event_logs', { name: 'sync', status: 'pending' })).json).toEqual([])
    expect((await metadata('pg_get_event_logs', { name: 'sync', offset: 1 })).json).toEqual([])
    expect(await metadata('pg_get_event_logs', { name: 'sync', status: 'all' })).toMatchObject({
      status: 400,
    })
  })

  test('pg_get_event_by_id and pg_get_event_invocation_logs show the attempts', async () => {
    await insertEvent('e1', false)
    expect((await metadata('pg_get_event_by_id', { event_id: 'e1' })).json).toMatchObject({
      event: { id: 'e1', error: true },
      invocations: [{ event_id: 'e1', status: 200 }],
    })
    expect((await metadata('pg_get_event_invocation_logs', { name: 'sync' })).json).toMatchObject([
      { event_id: 'e1' },
    ])
    expect(await metadata('pg_get_event_by_id', { event_id: 'none' })).toMatchObject({
      status: 400,
      json: { code: 'not-exists', path: '$.args' },
    })
  })
})

describe('scheduled events (contract 7)', () => {
  const later = '2099-01-01T00:00:00Z'

  test('one-off events are made, listed, counted and deleted', async () => {
    const empty = { payload: null, headers: null, retry_conf: null, comment: null }
    const { json } = await metadata('create_scheduled_event', {
      ...empty,
      webhook: 'http://x/',
      schedule_at: later,
    })
    const { event_id: id } = json as { event_id: string }
    const listed = await metadata('get_scheduled_events', { type: 'one_off', get_rows_count: true })
    expect(listed.json).toMatchObject({
      count: 1,
      events: [{ id, webhook_conf: 'http://x/', status: 'scheduled', tries: 0 }],
    })
    const dead = await metadata('get_scheduled_events', { type: 'one_off', status: ['dead'] })
    expect(dead.json).toEqual({ events: [] })
    const wanted = { type: 'one_off', event_id: id }
    expect((await metadata('delete_scheduled_event', wanted)).json).toEqual({ message: 'success' })
    expect((await metadata('delete_scheduled_event', wanted)).json).toEqual({ message: 'success' })
    const left = await metadata('get_scheduled_events', { type: 'one_off' })
    expect(left.json).toEqual({ events: [] })
  })

  const cron = { name: 'tick', webhook: 'http://x/', schedule: '0 0 * * *', include_in_metadata: true }

  test('cron triggers are listed with what they leave out, and exported unless they say not to', async () => {
    await metadata('create_cron_trigger', cron)
    await metadata('create_cron_trigger', { ...cron, name: 'hidden', include_in_metadata: false })
    expect((await metadata('get_cron_triggers')).json).toMatchObject({
      cron_triggers: [
        { name: 'tick', headers: [], retry_conf: { num_retries: 0, tolerance_seconds: 21_600 } },
        { name: 'hidden' },
      ],
    })
    const exported = (await metadata('export_metadata')).json
    expect(exported).toMatchObject({ cron_triggers: [{ name: 'tick' }] })
    const events = await metadata('get_scheduled_events', {
      type: 'cron',
      trigger_name: 'tick',
      limit: 1,
      get_rows_count: true,
    })
    expect(events.json).toMatchObject({ count: 100, events: [{ trigger_name: 'tick' }] })
  })

  test("a name that is taken, or that is not there, is refused in Hasura's words", async () => {
    await metadata('create_cron_trigger', cron)
    expect((await metadata('create_cron_trigger', cron)).json).toEqual({
      path: '$.args',
      code: 'already-exists',
      error: 'cron trigger with name: tick already exists',
    })
    expect((await metadata('delete_cron_trigger', { name: 'other' })).json).toEqual({
      path: '$.args',
      code: 'not-exists',
      error: 'cron trigger with name: other does not exist',
    })
  })
})

describe('bulk', () => {
  const read = { type: 'run_sql', args: { sql: 'SELECT 1', read_only: true } }
  const write = { type: 'run_sql', args: { sql: 'CREATE TABLE other ()' } }
  const query = (type: string, args: unknown[]) => server.post('/v2/query', { type, args }, asAdmin)

  test('does not mix access modes', async () => {
    expect(await query('bulk', [write, read])).toMatchObject({
      status: 400,
      json: {
        path: '$',
        code: 'bad-request',
        error:
          'incompatible access mode requirements in bulk query, expected access mode: READ WRITE but $.args[1] forces READ ONLY',
      },
    })
  })

  test('concurrent_bulk does not change the schema', async () => {
    expect(await query('concurrent_bulk', [read, read])).toMatchObject({ status: 200 })
    expect(await query('concurrent_bulk', [write])).toMatchObject({
      status: 500,
      json: { error: 'Only read-only queries are allowed in a concurrent_bulk' },
    })
  })
})

describe('what is no command', () => {
  test.each<[unknown, string, string]>([
    ['type: select', '$', 'expected Object, encountered String'],
    [[], '$', 'expected Object, encountered Array'],
    [{ args: {} }, '$', 'key "type" not found'],
    [{ type: 'export_metadata', version: 3, args: {} }, '$.version', 'expected 1 or 2, encountered 3'],
  ])('%j is refused', async (body, path, error) => {
    const reply = await server.post('/v1/query', JSON.stringify(body), asAdmin)
    expect(reply).toMatchObject({ status: 400, json: { path, error, code: 'parse-failed' } })
  })
})
