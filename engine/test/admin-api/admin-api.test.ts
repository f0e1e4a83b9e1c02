import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { asAdmin, startTestServer, type TestServer, users } from '../server/support.js'
import { startWebhookServer } from '../support/webhook-server.js'

let server: TestServer
beforeEach(async () => {
  server = await startTestServer()
})
afterEach(() => server.close())

const metadata = (type: string, args: unknown = {}, version?: number) =>
  server.post('/v1/metadata', { type, args, ...(version !== undefined && { version }) }, asAdmin)
const sql = (args: object) => server.post('/v2/query', { type: 'run_sql', args }, asAdmin)

const sourceWith = (tables: unknown[]) => ({
  name: 'default',
  kind: 'postgres',
  configuration: { connection_info: { database_url: { from_env: 'PG_DATABASE_URL' } } },
  tables,
})

describe('run_sql (contract 1)', () => {
  test('answers rows as text', async () => {
    const reply = await sql({ sql: "SELECT 1 AS one, null AS n, true AS t, 'x' AS x WHERE true" })
    expect(reply).toMatchObject({
      status: 200,
      json: {
        result_type: 'TuplesOk',
        result: [
          ['one', 'n', 't', 'x'],
          ['1', 'NULL', 't', 'x'],
        ],
      },
    })
    expect((await sql({ sql: 'SELECT 1 AS one WHERE false' })).json).toEqual({
      result_type: 'TuplesOk',
      result: [['one']],
    })
  })

  test('answers of several statements the last', async () => {
    expect((await sql({ sql: 'SELECT 1; INSERT INTO users VALUES (1)' })).json).toEqual({
      result_type: 'CommandOk',
      result: null,
    })
  })

  test('keeps nothing of statements of which one fails, and tells all about it', async () => {
    const statement = 'INSERT INTO users VALUES (1); SELECT * FROM missing'
    expect(await sql({ sql: statement })).toMatchObject({
      status: 400,
      json: {
        path: '$',
        error: 'query execution failed',
        code: 'postgres-error',
        internal: {
          statement,
          prepared: false,
          arguments: [],
          error: {
            status_code: '42P01',
            message: 'relation "missing" does not exist',
            exec_status: 'FatalError',
          },
        },
      },
    })
    expect((await sql({ sql: 'SELECT count(*) FROM users' })).json).toMatchObject({
      result: [['count'], ['0']],
    })
  })

  test('refuses writing when it is read only', async () => {
    expect(await sql({ sql: 'INSERT INTO users VALUES (1)', read_only: true })).toMatchObject({
      status: 400,
      json: { internal: { error: { status_code: '25006' } } },
    })
  })

  test('serves a changed schema at once', async () => {
    await sql({ sql: 'ALTER TABLE users ADD COLUMN age int' })
    expect(await server.graphql('{ users { age } }')).toEqual({ data: { users: [] } })
  })

  test('drops a table when not asked to check, and lists what is then inconsistent', async () => {
    await sql({ sql: 'DROP TABLE users', check_metadata_consistency: false })
    expect((await metadata('get_inconsistent_metadata')).json).toMatchObject({
      is_consistent: false,
      inconsistent_objects: [
        {
          type: 'table',
          name: 'table users in source default',
          reason: 'Inconsistent object: no such table/view exists in source: "users"',
          definition: { schema: 'public', name: 'users' },
        },
      ],
    })
    expect(await server.get('/healthz')).toMatchObject({
      status: 200,
      text: 'WARN: inconsistent objects in schema',
    })
    expect(await server.get('/healthz?strict=true')).toMatchObject({ status: 500 })
  })

  test('names arguments that are wrong', async () => {
    expect(await sql({ sql: 7 })).toMatchObject({
      status: 400,
      json: { code: 'parse-failed', path: '$.args.sql' },
    })
  })
})

describe('metadata commands (contract 1)', () => {
  test('export_metadata gives the metadata, with its version when asked', async () => {
    const exported = {
      version: 3,
      sources: [{ name: 'default', tables: [{ table: { schema: 'public', name: 'users' } }] }],
    }
    expect((await metadata('export_metadata')).json).toMatchObject(exported)
    expect((await metadata('export_metadata', {}, 2)).json).toMatchObject({
      resource_version: 1,
      metadata: exported,
    })
    expect(
      (await server.post('/v1/query', { type: 'export_metadata', args: {} }, asAdmin)).json,
    ).toMatchObject(exported)
  })

  test('replace_metadata serves other metadata from then on', async () => {
    await sql({ sql: 'CREATE TABLE posts (id int PRIMARY KEY)' })
    const posts = { table: { schema: 'public', name: 'posts' } }
    const args = {
      allow_inconsistent_metadata: true,
      metadata: { version: 3, sources: [sourceWith([posts])] },
    }
    expect((await metadata('replace_metadata', args, 2)).json).toEqual({
      is_consistent: true,
      inconsistent_objects: [],
    })
    expect(await server.graphql('{ posts { id } }')).toEqual({ data: { posts: [] } })
    expect(await server.graphql('{ users { id } }')).toMatchObject({ errors: [{}] })
    expect((await metadata('export_metadata', {}, 2)).json).toMatchObject({ resource_version: 2 })
  })

  test('replace_metadata refuses what does not fit, unless that is allowed', async () => {
    const broken = {
      version: 3,
      sources: [sourceWith([users, { table: { schema: 'public', name: 'missing' } }])],
    }
    expect(await metadata('replace_metadata', broken)).toMatchObject({
      status: 400,
      json: {
        error: 'cannot continue due to inconsistent metadata',
        internal: [{ type: 'table', name: 'table missing in source default' }],
      },
    })
    const reply = await metadata(
      'replace_metadata',
      { allow_inconsistent_metadata: true, metadata: broken },
      2,
    )
    expect(reply.json).toMatchObject({
      is_consistent: false,
      inconsistent_objects: [{ name: 'table missing in source default' }],
    })
    expect(await server.graphql('{ users { id } }')).toEqual({ data: { users: [] } })
  })

  test('what an inherited role cannot inherit is listed, and stands in the way of nothing', async () => {
    const permission = (role: string, name: string) => ({
      role,
      permission: { columns: ['name'], filter: { name: { _eq: name } } },
    })
    const update_permissions = [permission('a', 'x'), permission('b', 'y')]
    const json = {
      version: 3,
      sources: [sourceWith([{ ...users, update_permissions }])],
      inherited_roles: [
        { role_name: 'both', role_set: ['a', 'b'] },
        { role_name: 'heir', role_set: ['both'] },
      ],
    }
    const conflict = {
      name: 'both',
      type: 'inherited role permission inconsistency',
      reason:
        "Could not inherit permission for the role 'both' for the entity: 'update permission, table: users, source: 'default''",
      entity: { permission_type: 'update', source: 'default', table: 'users' },
    }
    expect(await metadata('replace_metadata', json)).toMatchObject({
      status: 400,
      json: { internal: [conflict] },
    })
    await metadata('replace_metadata', { allow_inconsistent_metadata: true, metadata: json }, 2)
    expect((await metadata('get_inconsistent_metadata')).json).toEqual({
      is_consistent: false,
      inconsistent_objects: [conflict],
    })
    expect(await metadata('drop_inconsistent_metadata')).toMatchObject({ status: 200 })
    const own = { table: 'users', ...permission('both', 'z') }
    expect(await metadata('pg_create_update_permission', own)).toMatchObject({ status: 200 })
    expect((await metadata('get_inconsistent_metadata')).json).toMatchObject({ is_consistent: true })
  })

  test('replace_metadata refuses by name what the engine does not support', async () => {
    const unsupported = { version: 3, sources: [], remote_schemas: [{ name: 'r' }] }
    expect(await metadata('replace_metadata', unsupported)).toMatchObject({
      status: 400,
      json: { code: 'parse-failed', error: expect.stringContaining('remote schemas') },
    })
  })

  test('reload_metadata looks at the database anew', async () => {
    await server.database.exec('ALTER TABLE users ADD COLUMN age int')
    expect(await server.graphql('{ users { age } }')).toMatchObject({ errors: [{}] })
    expect((await metadata('reload_metadata')).json).toEqual({ message: 'success', is_consistent: true })
    expect(await server.graphql('{ users { age } }')).toEqual({ data: { users: [] } })
  })

  test('clear_metadata forgets the tables', async () => {
    expect((await metadata('clear_metadata')).json).toEqual({ message: 'success' })
    expect(await server.graphql('{ users { id } }')).toMatchObject({ errors: [{}] })
  })

  test('catalog state is kept for the CLI', async () => {
    const state = { migrations: { default: { '1': false } }, isStateCopyCompleted: true }
    expect((await metadata('set_catalog_state', { type: 'cli', state })).json).toEqual({ message: 'success' })
    expect((await metadata('get_catalog_state')).json).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      cli_state: state,
      console_state: {},
    })
  })

  test('bulk runs commands in order and says which one failed', async () => {
    const commands = [
      { type: 'run_sql', args: { sql: 'SELECT 1 AS a' } },
      { type: 'run_sql', args: { sql: 7 } },
    ]
    expect(
      await server.post('/v2/query', { type: 'bulk', args: commands.slice(0, 1) }, asAdmin),
    ).toMatchObject({
      status: 200,
      json: [{ result: [['a'], ['1']] }],
    })
    expect(await server.post('/v2/query', { type: 'bulk', args: commands }, asAdmin)).toMatchObject({
      status: 400,
      json: { path: '$.args[1].args.sql' },
    })
  })

  test('a command that does not exist is named', async () => {
    expect(await metadata('make_coffee')).toMatchObject({
      status: 400,
      json: { code: 'parse-failed', error: expect.stringContaining('make_coffee') },
    })
  })
})

describe('event triggers in a whole engine', () => {
  test('deliver what a mutation did, with its session variables, and can be invoked by hand', async () => {
    const webhook = await startWebhookServer()
    const trigger = {
      name: 'on_user',
      definition: { enable_manual: true, insert: { columns: '*' } },
      retry_conf: { num_retries: 0, interval_sec: 1 },
      webhook: `${webhook.url}/hook`,
    }
    const tables = [{ ...users, event_triggers: [trigger] }]
    await metadata('replace_metadata', { version: 3, sources: [sourceWith(tables)] })
    await server.graphql('mutation { insert_users_one(object: {id: 1}) { id } }', {
      ...asAdmin,
      'x-hasura-org': 'o',
    })
    await expect
      .poll(() => webhook.requests)
      .toMatchObject([
        {
          json: {
            event: { op: 'INSERT', session_variables: { 'x-hasura-role': 'admin', 'x-hasura-org': 'o' } },
          },
        },
      ])
    const { json } = await metadata('pg_invoke_event_trigger', {
      name: 'on_user',
      source: 'default',
      payload: { a: 1 },
    })
    expect(json).toEqual({ event_id: expect.any(String) })
    await expect.poll(() => webhook.requests.length).toBe(2)
    expect(webhook.requests[1]).toMatchObject({
      json: { event: { op: 'MANUAL', data: { old: null, new: { a: 1 } } } },
    })
    await webhook.close()
  })
})
