import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSocket } from '../subscriptions/support.js'
import { ADMIN_SECRET, asAdmin, startTestServer, type TestServer, users } from './support.js'

const apiLimits = {
  depth_limit: { global: 1, per_role: { clerk: 2 } },
  node_limit: { global: 2 },
  batch_limit: { global: 2 },
  time_limit: { global: 30, per_role: { sleeper: 0.05 } },
  rate_limit: {
    global: { max_reqs_per_min: 100 },
    per_role: { guest: { max_reqs_per_min: 3, unique_params: 'IP' } },
  },
}

let server: TestServer
beforeAll(async () => {
  const permission = { columns: '*', filter: {}, allow_aggregations: true }
  const roles = ['anonymous', 'clerk', 'guest', 'sleeper']
  server = await startTestServer({
    content: {
      tables: [{ ...users, select_permissions: roles.map((role) => ({ role, permission })) }],
      apiLimits,
    },
    env: { HASURA_GRAPHQL_UNAUTHORIZED_ROLE: 'anonymous' },
  })
})
afterAll(() => server.close())

const deep = '{ users_aggregate { aggregate { count } } }'
const as = (role: string) => ({ ...asAdmin, 'x-hasura-role': role })

function refusal(kind: string, message: string) {
  return { errors: [{ message, extensions: { path: '$', code: `${kind}-limit-exceeded` } }] }
}

async function addEndpoint(url: string, query: string): Promise<void> {
  const stored = { collection_name: 'rest', query_name: url }
  const collection = { name: 'rest', definition: { queries: [{ name: url, query }] } }
  const endpoint = { name: url, url, methods: ['GET'], definition: { query: stored } }
  await server.post('/v1/metadata', { type: 'create_query_collection', args: collection }, asAdmin)
  await server.post('/v1/metadata', { type: 'create_rest_endpoint', args: endpoint }, asAdmin)
}

test('depth_limit holds a role to its own value, others to the global one, an admin to none', async () => {
  expect(await server.graphql(deep, {})).toEqual(refusal('depth', 'depth limit of 1 exceeded: 2'))
  for (const headers of [as('clerk'), asAdmin])
    expect(await server.graphql(deep, headers)).toHaveProperty('data')
})

test('depth_limit leaves introspection alone', async () => {
  const query = '{ __schema { queryType { name } } }'
  expect(await server.graphql(query, {})).toEqual({
    data: { __schema: { queryType: { name: 'query_root' } } },
  })
})

test('node_limit counts fields with selections, those of fragments, too', async () => {
  const query = '{ ...two c: users { id } } fragment two on query_root { a: users { id } b: users { id } }'
  expect(await server.graphql(query, {})).toEqual(refusal('node', 'node limit of 2 exceeded: 3'))
})

test('batch_limit holds lists of requests', async () => {
  const batch = (count: number) => Array.from({ length: count }, () => ({ query: '{ users { id } }' }))
  expect((await server.post('/v1/graphql', batch(2), {})).json).toHaveLength(2)
  const reply = await server.post('/v1alpha1/graphql', batch(3), {})
  expect(reply).toMatchObject({ status: 400, json: refusal('batch', 'batch limit of 2 exceeded: 3') })
})

test('rate_limit counts what one address sends over sockets, REST and GraphQL, and answers with status 429', async () => {
  const query = '{ users { id } }'
  expect(await server.graphql(query, as('guest'))).toEqual({ data: { users: [] } })
  await addEndpoint('users', `query ${query}`)
  expect((await server.get('/api/rest/users', as('guest'))).json).toEqual({ users: [] })
  const socket = await openSocket(server.url)
  const headers = { 'x-hasura-admin-secret': ADMIN_SECRET, 'x-hasura-role': 'guest' }
  socket.send({ type: 'connection_init', payload: { headers } })
  await socket.next()
  socket.send({ type: 'subscribe', id: '1', payload: { query } })
  expect(await socket.next()).toMatchObject({ type: 'next' })
  expect(await socket.next()).toMatchObject({ type: 'complete' })
  socket.send({ type: 'subscribe', id: '2', payload: { query: `subscription ${query}` } })
  const refused = refusal('rate', 'rate limit of 3 requests per minute exceeded')
  expect(await socket.next()).toMatchObject({ type: 'error', payload: refused.errors })
  await socket.close()
  const reply = await server.post('/v1alpha1/graphql', { query }, as('guest'))
  expect(reply).toMatchObject({ status: 429, json: refused })
  expect(await server.get('/api/rest/users', as('guest'))).toMatchObject({
    status: 429,
    json: { code: 'rate-limit-exceeded' },
  })
})

test('time_limit answers although the database is still at work', async () => {
  await server.runSql('CREATE VIEW slow AS SELECT 1 AS id FROM pg_sleep(0.3)')
  const track = { type: 'pg_track_table', args: { table: 'slow' } }
  await server.post('/v1/metadata', track, asAdmin)
  const permission = { columns: '*', filter: {} }
  const permit = { type: 'pg_create_select_permission', args: { table: 'slow', role: 'sleeper', permission } }
  await server.post('/v1/metadata', permit, asAdmin)
  expect(await server.graphql('{ slow { id } }', as('sleeper'))).toEqual(
    refusal('time', 'time limit of 0.05 s exceeded'),
  )
})

test('set_api_limits and remove_api_limits change them', async () => {
  const set = { type: 'set_api_limits', args: { depth_limit: { global: 2 } } }
  expect((await server.post('/v1/metadata', set, asAdmin)).json).toEqual({ message: 'success' })
  expect(await server.graphql(deep, {})).toHaveProperty('data')
  const wrong = { type: 'set_api_limits', args: { depth_limit: { per_role: {} } } }
  expect(await server.post('/v1/metadata', wrong, asAdmin)).toMatchObject({
    status: 400,
    json: { code: 'parse-failed', path: '$.args.depth_limit' },
  })
  const remove = { type: 'remove_api_limits', args: {} }
  expect((await server.post('/v1/metadata', remove, asAdmin)).json).toEqual({ message: 'success' })
  const { json } = await server.post('/v1/metadata', { type: 'export_metadata', args: {} }, asAdmin)
  expect(json).not.toHaveProperty('api_limits')
})
