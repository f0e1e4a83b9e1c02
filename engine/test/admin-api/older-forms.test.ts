import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { asAdmin, startTestServer, type TestServer, USERS_SQL } from '../server/support.js'

let server: TestServer
beforeEach(async () => {
  const sql = `${USERS_SQL}; CREATE TABLE posts (id int PRIMARY KEY, writer int REFERENCES users);
    CREATE FUNCTION everyone() RETURNS SETOF users LANGUAGE sql STABLE AS 'SELECT * FROM users'`
  server = await startTestServer({ content: { tables: [] }, sql })
})
afterEach(() => server.close())

const metadata = (type: string, args: unknown, more: object = {}) =>
  server.post('/v1/metadata', { type, args, ...more }, asAdmin)
const missing = 'Inconsistent object: no such table/view exists in source: "nope"'

describe('pg_track_tables', () => {
  const nope = {
    code: 'track-table-failed',
    message: missing,
    name: 'table nope in source default',
    type: 'table',
  }
  const tables = [{ table: 'users' }, { table: 'nope' }]

  test('warns of those that it cannot track', async () => {
    expect((await metadata('pg_track_tables', { tables })).json).toEqual({
      message: 'success',
      warnings: [nope],
    })
    expect(await server.graphql('{ users { id } }')).toEqual({ data: { users: [] } })
    expect((await metadata('pg_untrack_tables', { tables: [{ table: 'users' }] })).json).toEqual({
      message: 'success',
    })
  })

  test('fails when all fail, and tracks none when it may not warn', async () => {
    expect(await metadata('pg_track_tables', { tables: tables.slice(1) })).toMatchObject({
      status: 400,
      json: { code: 'invalid-configuration', error: 'all tables failed to track', internal: [nope] },
    })
    expect(await metadata('pg_track_tables', { tables, allow_warnings: false })).toMatchObject({
      status: 400,
      json: { code: 'metadata-warnings', error: 'failed due to metadata warnings', internal: [nope] },
    })
    expect(await server.graphql('{ users { id } }')).toMatchObject({ errors: [{}] })
  })
})

describe('older forms', () => {
  const using = { foreign_key_constraint_on: 'writer' }
  const tables = [{ table: 'users' }, { table: 'posts', object_relationships: [{ name: 'author', using }] }]

  test('replace_metadata takes metadata of the time before sources, in both of its forms', async () => {
    const json = { tables, functions: ['everyone'] }
    expect((await metadata('replace_metadata', json)).json).toEqual({ message: 'success' })
    expect(await server.graphql('{ everyone { id } posts { author { id } } }')).toEqual({
      data: { everyone: [], posts: [] },
    })
    const args = { allow_inconsistent_metadata: true, metadata: { tables: [{ table: 'nope' }] } }
    expect((await metadata('replace_metadata', args)).json).toMatchObject({
      is_consistent: false,
      inconsistent_objects: [{ reason: missing }],
    })
  })

  test('commands are known without pg_, and take bare names', async () => {
    const commands = [
      { type: 'add_existing_table_or_view', args: { schema: 'public', name: 'users' } },
      { type: 'track_table', args: 'posts' },
      { type: 'track_function', args: 'everyone' },
      { type: 'create_object_relationship', args: { table: 'posts', name: 'author', using } },
      { type: 'rename_relationship', args: { table: 'posts', name: 'author', new_name: 'by' } },
      { type: 'set_relationship_comment', args: { table: 'posts', name: 'by', comment: 'the author' } },
      {
        type: 'create_select_permission',
        args: { table: 'users', role: 'user', permission: { columns: ['id'], filter: {} } },
      },
      {
        type: 'set_permission_comment',
        args: { table: 'users', role: 'user', type: 'select', comment: 'ids' },
      },
      {
        type: 'set_table_custom_fields',
        version: 2,
        args: { table: 'posts', custom_root_fields: { select: 'Posts' } },
      },
    ]
    expect(await server.post('/v1/query', { type: 'bulk', args: commands }, asAdmin)).toMatchObject({
      status: 200,
    })
    expect(await server.graphql('{ everyone { id } Posts { by { id } } }')).toEqual({
      data: { everyone: [], Posts: [] },
    })
    expect((await metadata('export_metadata', {})).json).toMatchObject({
      sources: [
        {
          tables: [
            { select_permissions: [{ comment: 'ids' }] },
            { object_relationships: [{ comment: 'the author' }] },
          ],
        },
      ],
    })
    const drop = { type: 'untrack_function', args: { schema: 'public', name: 'everyone' } }
    expect(await server.post('/v1/query', drop, asAdmin)).toMatchObject({ status: 200 })
  })
})
