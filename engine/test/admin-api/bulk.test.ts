import { afterAll, beforeAll, expect, test } from 'vitest'
import { asAdmin, startTestServer, type TestServer } from '../server/support.js'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({
    content: {},
    sql: 'CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE posts (id int PRIMARY KEY)',
  })
})
afterAll(() => server.close())

const bulk = (type: string, ...args: unknown[]) => server.post('/v1/metadata', { type, args }, asAdmin)
const track = (table: string) => ({ type: 'pg_track_table', args: { table } })
const untrack = (table: string) => ({ type: 'pg_untrack_table', args: { table } })
const exported = async () => (await bulk('export_metadata')).json

test('bulk leaves the metadata as it was when one command fails, and says which', async () => {
  const before = await exported()
  expect(await bulk('bulk', track('users'), track('missing'))).toMatchObject({
    status: 400,
    json: { path: '$.args[1].args', code: 'invalid-configuration' },
  })
  expect(await exported()).toEqual(before)
  expect(await server.graphql('{ users { id } }')).toMatchObject({ errors: [{}] })
})

test('bulk_keep_going puts the error among the answers', async () => {
  expect(await bulk('bulk_keep_going', track('missing'), track('users'))).toMatchObject({
    status: 200,
    json: [{ code: 'invalid-configuration', path: '$.args[0].args' }, { message: 'success' }],
  })
  await bulk('bulk', untrack('users'))
})

test('bulk_atomic gives one answer to all', async () => {
  expect(await bulk('bulk_atomic', track('users'), track('missing'))).toMatchObject({
    status: 400,
    json: {
      path: '$.args',
      code: 'bad-request',
      error: 'Schema inconsistency',
      internal: [[{ type: 'table' }]],
    },
  })
  expect((await bulk('bulk_atomic', track('users'), track('posts'))).json).toEqual({ message: 'success' })
  expect(await server.graphql('{ users { id } posts { id } }')).toEqual({ data: { users: [], posts: [] } })
})
