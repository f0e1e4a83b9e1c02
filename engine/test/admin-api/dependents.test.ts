import { afterEach, beforeEach, expect, test } from 'vitest'
import { asAdmin, startTestServer, type TestServer } from '../server/support.js'

const webhook = 'http://127.0.0.1:9/'
const retry_conf = { num_retries: 0, interval_sec: 10 }
const insert = { columns: '*' }

let server: TestServer
beforeEach(async () => {
  server = await startTestServer({
    sql: `CREATE SCHEMA blog;
      CREATE TABLE users (id int PRIMARY KEY, name text, age int);
      CREATE TABLE blog.posts (id int PRIMARY KEY, author_id int REFERENCES users)`,
    content: {
      tables: [
        {
          table: { schema: 'public', name: 'users' },
          update_permissions: [{ role: 'user', permission: { columns: ['age'], filter: {} } }],
          event_triggers: [
            { name: 'any', definition: { insert }, webhook, retry_conf },
            { name: 'named', definition: { update: { columns: ['name'] } }, webhook, retry_conf },
          ],
        },
        {
          table: { schema: 'blog', name: 'posts' },
          object_relationships: [{ name: 'author', using: { foreign_key_constraint_on: 'author_id' } }],
        },
      ],
    },
  })
})
afterEach(() => server.close())

const runSql = (sql: string, more: object = {}) =>
  server.post('/v2/query', { type: 'run_sql', args: { sql, ...more } }, asAdmin)
const metadata = (type: string, args: unknown) => server.post('/v1/metadata', { type, args }, asAdmin)

test.each([
  ['ALTER TABLE users DROP COLUMN age', 'permission users.user.update'],
  ['ALTER TABLE users DROP COLUMN name', 'event-trigger users.named'],
  ['ALTER TABLE blog.posts DROP COLUMN author_id', 'relationship blog.posts.author'],
  ['DROP TABLE users CASCADE', 'relationship blog.posts.author'],
])('run_sql refuses %s because of the %s', async (sql, dependent) => {
  expect(await runSql(sql)).toMatchObject({
    status: 400,
    json: {
      path: '$',
      code: 'dependency-error',
      error: `cannot drop due to the following dependent objects : ${dependent} in source "default"`,
    },
  })
  expect(await server.graphql('{ users { id } blog_posts { author { name } } }')).toEqual({
    data: { users: [], blog_posts: [] },
  })
})

test('run_sql drops a table with what was its own', async () => {
  await metadata('pg_drop_relationship', { table: { schema: 'blog', name: 'posts' }, relationship: 'author' })
  expect(await runSql('DROP TABLE users CASCADE')).toMatchObject({
    status: 200,
    json: { result_type: 'CommandOk' },
  })
  expect((await metadata('export_metadata', {})).json).toMatchObject({
    sources: [{ tables: [{ table: { name: 'posts' } }] }],
  })
  expect((await metadata('get_inconsistent_metadata', {})).json).toMatchObject({ is_consistent: true })
})

test('run_sql drops what depends on a table as well when told to cascade', async () => {
  expect(await runSql('DROP TABLE users CASCADE', { cascade: true })).toMatchObject({ status: 200 })
  expect((await metadata('get_inconsistent_metadata', {})).json).toMatchObject({ is_consistent: true })
  expect(await server.graphql('{ users { id } }')).toMatchObject({ errors: [{}] })
  expect(await server.graphql('{ blog_posts { author { id } } }')).toMatchObject({ errors: [{}] })
})

test('pg_untrack_table names what depends on the table', async () => {
  expect((await metadata('pg_untrack_table', { table: 'users' })).json).toMatchObject({
    path: '$.args',
    code: 'dependency-error',
    error:
      'cannot drop due to the following dependent objects : relationship blog.posts.author in source "default"',
  })
})

test('get_inconsistent_metadata names what does not fit by where it is', async () => {
  await runSql('ALTER TABLE users DROP COLUMN age, DROP COLUMN name', { check_metadata_consistency: false })
  const { inconsistent_objects: objects } = Object((await metadata('get_inconsistent_metadata', {})).json)
  expect(objects).toMatchObject([
    { name: 'update_permission user in table users in source default', type: 'update_permission' },
    { name: 'event_trigger named in table users in source default', type: 'event_trigger' },
  ])
})
