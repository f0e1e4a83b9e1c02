import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asAdmin, startTestServer, type TestServer, users } from '../server/support.js'

const posts = { table: { schema: 'public', name: 'posts' } }
const webhook = 'http://127.0.0.1:9/'
const insert = { columns: '*' }
const existing = { name: 'there', table: 'users', insert, webhook }

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({
    content: { tables: [users, posts] },
    sql: 'CREATE TABLE users (id int PRIMARY KEY, name text); CREATE TABLE posts (id int PRIMARY KEY)',
  })
  await metadata('pg_create_event_trigger', existing)
})
afterAll(() => server.close())

const metadata = (type: string, args: unknown) => server.post('/v1/metadata', { type, args }, asAdmin)

describe('pg_create_event_trigger', () => {
  test.each<[object, string, string]>([
    [{ name: "it's" }, 'parse-failed', 'only alphanumeric and underscore and hyphens allowed for name'],
    [{ name: 'a'.repeat(43) }, 'parse-failed', 'event trigger name can be at most 42 characters'],
    [
      { insert: undefined },
      'parse-failed',
      'atleast one amongst insert/update/delete/enable_manual spec must be provided',
    ],
    [{ webhook_from_env: 'X' }, 'parse-failed', 'only one of webhook or webhook_from_env should be given'],
    [{ webhook: undefined }, 'parse-failed', 'must provide webhook or webhook_from_env'],
    [{ update: { columns: [] } }, 'parse-failed', 'found empty column specification'],
    [{ insert: { columns: '*', payload: [] } }, 'parse-failed', 'found empty payload specification'],
    [{ update: { columns: ['nope'] } }, 'not-exists', 'column "nope" does not exist'],
    [{ name: 'there' }, 'already-exists', 'Event trigger with name "there" already exists'],
    [{ name: 'there', table: 'posts' }, 'already-exists', 'Event trigger with name "there" already exists'],
    [{ replace: true }, 'not-exists', 'event trigger "new" does not exist'],
    [
      { name: 'there', table: 'posts', replace: true },
      'not-supported',
      'cannot replace table or schema for trigger',
    ],
  ])('with %j is refused', async (change, code, error) => {
    const reply = await metadata('pg_create_event_trigger', { ...existing, name: 'new', ...change })
    expect(reply).toMatchObject({ status: 400, json: { path: '$.args', code, error } })
  })

  test('names a header that takes what it may not', async () => {
    const headers = [{ name: 'x', value_from_env: 'HASURA_GRAPHQL_ADMIN_SECRET' }]
    expect((await metadata('pg_create_event_trigger', { ...existing, headers })).json).toEqual({
      path: '$.args.headers[0]',
      code: 'parse-failed',
      error:
        'env variables starting with "HASURA_GRAPHQL_" are not allowed in value_from_env: HASURA_GRAPHQL_ADMIN_SECRET',
    })
  })
})

test.each([
  ['pg_delete_event_trigger', { name: 'nope' }, 'not-exists', 'event trigger "nope" does not exist'],
  [
    'pg_invoke_event_trigger',
    { name: 'nope', payload: {} },
    'not-exists',
    'event trigger "nope" does not exist',
  ],
  [
    'pg_invoke_event_trigger',
    { name: 'there', payload: {} },
    'not-supported',
    'manual mode is not enabled for event trigger',
  ],
  ['pg_delete_event_trigger', {}, 'parse-failed', 'key "name" not found'],
  [
    'get_scheduled_events',
    { type: 'cron', trigger_name: 'nope' },
    'not-exists',
    'cron trigger with name: nope does not exist',
  ],
])('%s with %j is refused', async (type, args, code, error) => {
  expect(await metadata(type, args)).toMatchObject({ status: 400, json: { path: '$.args', code, error } })
})

test('create_cron_trigger replaces a trigger where it stands', async () => {
  const cron = { webhook, schedule: '0 0 * * *', include_in_metadata: true }
  for (const name of ['first', 'second']) await metadata('create_cron_trigger', { ...cron, name })
  await metadata('create_cron_trigger', { ...cron, name: 'first', comment: 'new', replace: true })
  expect((await metadata('get_cron_triggers', {})).json).toMatchObject({
    cron_triggers: [{ name: 'first', comment: 'new' }, { name: 'second' }],
  })
})

test('replace_metadata refuses two event triggers of one name, and takes its second form anywhere', async () => {
  const exported = (await metadata('export_metadata', {})).json
  expect(await metadata('replace_metadata', { metadata: exported })).toMatchObject({
    status: 200,
    json: { is_consistent: true, inconsistent_objects: [] },
  })
  const repeated = JSON.parse(JSON.stringify(exported))
  repeated.sources[0].tables[1].event_triggers = repeated.sources[0].tables[0].event_triggers
  for (const args of [repeated, { metadata: repeated, allow_inconsistent_metadata: true }]) {
    expect(await metadata('replace_metadata', args)).toMatchObject({
      status: 400,
      json: {
        path: '$.args',
        code: 'not-supported',
        error: 'Event trigger with duplicate names not allowed: "there"',
      },
    })
  }
})
