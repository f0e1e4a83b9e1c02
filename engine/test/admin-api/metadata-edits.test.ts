import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { asAdmin, startTestServer, type TestServer } from '../server/support.js'

let server: TestServer
beforeEach(async () => {
  server = await startTestServer({
    content: {},
    sql: `CREATE TABLE users (id int PRIMARY KEY, name text);
      CREATE TABLE posts (id int PRIMARY KEY, author_id int REFERENCES users, title text);
      CREATE FUNCTION shout(u users) RETURNS text LANGUAGE sql STABLE AS $$ SELECT upper(u.name) $$;
      CREATE FUNCTION all_users() RETURNS SETOF users LANGUAGE sql STABLE AS $$ SELECT * FROM users $$;
      INSERT INTO users VALUES (1, 'ann'); INSERT INTO posts VALUES (1, 1, 'one')`,
    env: { BASE: 'http://127.0.0.1:9' },
  })
})
afterEach(() => server.close())

const run = async (type: string, args: unknown) =>
  (await server.post('/v1/metadata', { type, args }, asAdmin)).json
const success = { message: 'success' }

async function runAll(commands: [type: string, args: unknown][]): Promise<void> {
  for (const [type, args] of commands) expect(await run(type, args)).toEqual(success)
}

const tracked: [string, unknown][] = [
  ['pg_track_table', { source: 'default', table: { schema: 'public', name: 'users' } }],
  ['track_table', { schema: 'public', name: 'posts' }],
]
const author: [string, unknown] = [
  'pg_create_object_relationship',
  { table: 'posts', name: 'author', using: { foreign_key_constraint_on: 'author_id' } },
]
const asUser = { ...asAdmin, 'x-hasura-role': 'user' }

describe('metadata commands that edit', () => {
  test('tables, relationships and permissions', async () => {
    await runAll([
      ...tracked,
      author,
      [
        'pg_create_array_relationship',
        {
          table: 'users',
          name: 'posts',
          using: { foreign_key_constraint_on: { table: 'posts', column: 'author_id' } },
        },
      ],
      [
        'pg_create_select_permission',
        { table: 'users', role: 'user', permission: { columns: ['name'], filter: {} } },
      ],
      [
        'pg_create_insert_permission',
        { table: 'users', role: 'user', permission: { columns: '*', check: {} } },
      ],
    ])
    expect(await server.graphql('{ posts { author { name posts { title } } } }')).toEqual({
      data: { posts: [{ author: { name: 'ann', posts: [{ title: 'one' }] } }] },
    })
    expect(await server.graphql('{ users { name } }', asUser)).toEqual({ data: { users: [{ name: 'ann' }] } })
    await runAll([
      ['pg_drop_select_permission', { table: 'users', role: 'user' }],
      ['pg_drop_relationship', { table: 'users', relationship: 'posts' }],
      ['pg_rename_relationship', { table: 'posts', name: 'author', new_name: 'writer' }],
      ['pg_set_table_customization', { table: 'posts', configuration: { custom_name: 'articles' } }],
    ])
    expect(await server.graphql('{ users { name } }', asUser)).toMatchObject({ errors: [{}] })
    expect(await server.graphql('{ articles { writer { name } } }')).toMatchObject({
      data: { articles: [{}] },
    })
    await runAll([
      ['pg_drop_relationship', { table: 'posts', relationship: 'writer' }],
      ['pg_untrack_table', { table: 'posts' }],
    ])
    expect(await server.graphql('{ articles { id } }')).toMatchObject({ errors: [{}] })
  })

  test('computed fields and functions', async () => {
    await runAll([
      ...tracked,
      ['pg_add_computed_field', { table: 'users', name: 'loud', definition: { function: 'shout' } }],
      ['pg_track_function', { function: 'all_users' }],
    ])
    expect(await server.graphql('{ all_users { loud } }')).toEqual({ data: { all_users: [{ loud: 'ANN' }] } })
    await runAll([
      ['pg_untrack_function', { function: 'all_users' }],
      ['pg_drop_computed_field', { table: 'users', name: 'loud' }],
    ])
    expect(await server.graphql('{ all_users { id } }')).toMatchObject({ errors: [{}] })
  })

  test('event triggers and cron triggers', async () => {
    const trigger = { name: 'on_user', table: 'users', insert: { columns: '*' }, webhook: '{{BASE}}/x' }
    const cron = { name: 'tick', webhook: '{{BASE}}/x', schedule: '* * * * *', include_in_metadata: true }
    await runAll([...tracked, ['pg_create_event_trigger', trigger], ['create_cron_trigger', cron]])
    await server.runSql("INSERT INTO users VALUES (2, 'bob')")
    const events = 'SELECT trigger_name, archived FROM hdb_catalog.event_log'
    expect(await server.runSql(events)).toMatchObject({
      result: [
        ['trigger_name', 'archived'],
        ['on_user', 'f'],
      ],
    })
    expect(await server.runSql('SELECT count(*) FROM hdb_catalog.hdb_cron_events')).toMatchObject({
      result: [['count'], ['100']],
    })
    await runAll([
      ['pg_create_event_trigger', { ...trigger, insert: null, update: { columns: ['name'] }, replace: true }],
      ['pg_delete_event_trigger', { name: 'on_user' }],
      ['delete_cron_trigger', { name: 'tick' }],
    ])
    await server.runSql("INSERT INTO users VALUES (3, 'eve')")
    expect(await server.runSql('SELECT count(*) FROM hdb_catalog.event_log')).toMatchObject({
      result: [['count'], ['1']],
    })
  })

  test('actions, their types and permissions, and roles', async () => {
    const definition = { kind: 'synchronous', handler: '{{BASE}}', output_type: 'Out', arguments: [] }
    await runAll([
      ['set_custom_types', { objects: [{ name: 'Out', fields: [{ name: 'id', type: 'Int' }] }] }],
      ['create_action', { name: 'act', definition: { ...definition, type: 'mutation' } }],
      ['create_action_permission', { action: 'act', role: 'user' }],
      ['add_inherited_role', { role_name: 'both', role_set: ['user'] }],
    ])
    expect(await server.graphql('mutation { act { id } }', asUser)).toMatchObject({
      errors: [{ message: 'http exception when calling webhook' }],
    })
    await runAll([
      ['drop_action_permission', { action: 'act', role: 'user' }],
      ['drop_inherited_role', { role_name: 'both' }],
      ['drop_action', { name: 'act' }],
    ])
    expect(await server.graphql('mutation { act { id } }')).toMatchObject({ errors: [{}] })
  })

  test.each<[string, unknown, unknown]>([
    [
      'pg_track_table',
      { table: 'missing' },
      {
        code: 'invalid-configuration',
        error: 'Inconsistent object: no such table/view exists in source: "missing"',
      },
    ],
    [
      'pg_track_table',
      { table: 'users' },
      { code: 'already-tracked', error: 'view/table already tracked: "users"' },
    ],
    ['pg_untrack_table', { table: 'missing' }, { code: 'already-untracked' }],
    [
      'pg_untrack_table',
      { table: 'users' },
      { code: 'dependency-error', error: expect.stringContaining('author') },
    ],
    [
      'pg_create_object_relationship',
      { table: 'posts', name: 'author', using: {} },
      { code: 'already-exists' },
    ],
    ['pg_drop_select_permission', { table: 'users', role: 'user' }, { code: 'not-exists' }],
    [
      'pg_create_select_permission',
      { table: 'users', role: 'u', permission: { columns: ['nope'], filter: {} } },
      { path: '$.args' },
    ],
    [
      'pg_create_select_permission',
      { table: 'users', role: 'u', permission: { colums: '*' } },
      { code: 'parse-failed' },
    ],
    ['pg_delete_event_trigger', { name: 'nope' }, { code: 'not-exists' }],
    ['drop_action', { name: 'nope' }, { code: 'not-exists' }],
    [
      'create_cron_trigger',
      { name: 'x', webhook: '{{NOT_SET}}', schedule: '* * * * *' },
      { code: 'not-found' },
    ],
    ['create_cron_trigger', { name: 'x', webhook: 'http://x', schedule: 'often' }, { path: '$.args' }],
  ])('%s %j is refused and changes nothing', async (type, args, error) => {
    await runAll([...tracked, author])
    const before = await run('export_metadata', {})
    expect(await run(type, args)).toMatchObject(Object(error))
    expect(await run('export_metadata', {})).toEqual(before)
  })
})
