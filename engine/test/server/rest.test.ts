import { afterEach, expect, test } from 'vitest'
import { asAdmin, startTestServer, type TestServer } from './support.js'

let server: TestServer
afterEach(() => server.close())

const start = async (env: Record<string, string> = {}) => {
  server = await startTestServer({ env })
  const queries = [
    { name: 'user', query: 'query ($id: Int!, $name: String) { users(where: {id: {_eq: $id}}) { name } }' },
  ]
  await run('create_query_collection', { name: 'rest', definition: { queries } })
}
const run = async (type: string, args: unknown) =>
  (await server.post('/v2/query', { type, args }, asAdmin)).json
const endpoint = (name: string, url: string, methods = ['GET']) => ({
  name,
  url,
  methods,
  definition: { query: { collection_name: 'rest', query_name: 'user' } },
})
const send = async (method: string, path: string, headers: Record<string, string> = asAdmin) => {
  const response = await fetch(server.url + path, { method, headers })
  const text = await response.text()
  return [response.status, text === '' ? null : JSON.parse(text)]
}

test('REST endpoints are there whichever APIs are enabled, and only for whom Hasura knows', async () => {
  await start()
  await server.runSql("INSERT INTO users VALUES (7, 'seven')")
  expect(await run('create_rest_endpoint', endpoint('u', 'user/:id'))).toEqual({ message: 'success' })
  expect(await send('GET', '/api/rest/user/7')).toEqual([200, { users: [{ name: 'seven' }] }])
  expect(await send('GET', '/api/rest/user/7?id=8')).toEqual([200, { users: [{ name: 'seven' }] }])
  expect(await send('GET', '/api/rest/user/7', {})).toMatchObject([401, { code: 'access-denied' }])
  expect(await send('GET', '/api/rest/nothing', {})).toMatchObject([401, { code: 'access-denied' }])
  expect(await send('OPTIONS', '/api/rest/user/7')).toEqual([
    400,
    { path: '$', error: 'Method OPTIONS not supported.', code: 'bad-request' },
  ])
  expect(await send('GET', '/api/swagger/json')).toMatchObject([404, { error: 'resource does not exist' }])
  await server.close()
  await start({ HASURA_GRAPHQL_ENABLED_APIS: 'config' })
  expect(await send('GET', '/api/rest/user/7')).toMatchObject([404, { error: 'Endpoint not found' }])
})

test('admins alone see what lies behind an error', async () => {
  await start()
  await run('create_rest_endpoint', endpoint('u', 'user/:id'))
  await run('pg_create_select_permission', {
    table: 'users',
    role: 'user',
    permission: { columns: '*', filter: {} },
  })
  await server.runSql('ALTER TABLE users RENAME TO people')
  await server.runSql('ALTER TABLE people RENAME TO users')
  await server.database.exec('DROP TABLE users')
  const error = { path: '$', error: 'database query error', code: 'unexpected' }
  expect(await send('GET', '/api/rest/user/7', { ...asAdmin, 'x-hasura-role': 'user' })).toEqual([500, error])
  expect(await send('GET', '/api/rest/user/7')).toEqual([500, { ...error, internal: expect.anything() }])
})

test('a form gives text, as a query string does, and goes before it', async () => {
  await start()
  await server.runSql("INSERT INTO users VALUES (7, 'seven')")
  await run('create_rest_endpoint', endpoint('u', 'user', ['POST']))
  const post = async (body: URLSearchParams) => {
    const response = await fetch(`${server.url}/api/rest/user?id=8`, {
      method: 'POST',
      headers: asAdmin,
      body,
    })
    return response.json()
  }
  expect(await post(new URLSearchParams({ id: '7' }))).toEqual({
    users: [{ name: 'seven' }],
  })
  expect(await post(new URLSearchParams({ other: '1' }))).toMatchObject({
    error: 'Unexpected variable other',
  })
  expect(await post(new URLSearchParams())).toEqual({ users: [] })
})

test('a value that a variable needs is asked for as in a query', async () => {
  await start()
  await run('create_rest_endpoint', endpoint('u', 'user'))
  expect(await send('GET', '/api/rest/user')).toEqual([
    400,
    { path: '$', error: 'expecting a value for non-nullable variable: "id"', code: 'validation-failed' },
  ])
  expect(await send('POST', '/api/rest/user')).toMatchObject([405, { error: 'Allowed methods: GET' }])
})

test('a path that two endpoints could mean is refused, and answered with an error where it was let in', async () => {
  await start()
  expect(await run('create_rest_endpoint', endpoint('b', 'user/:id'))).toEqual({ message: 'success' })
  const reason = 'Ambiguous URL paths: user/:id, user/me'
  expect(await run('create_rest_endpoint', endpoint('c', 'user/me'))).toEqual({
    path: '$.args',
    error: 'cannot continue due to new inconsistent metadata',
    code: 'unexpected',
    internal: [
      { reason, conflicts: [expect.objectContaining({ name: 'b' }), expect.objectContaining({ name: 'c' })] },
    ],
  })
  expect(await run('create_rest_endpoint', endpoint('a', 'user/me'))).toMatchObject({
    error: 'Ambiguous URL paths: user/me, user/:id',
    code: 'invalid-configuration',
  })
  const metadata = Object(await run('export_metadata', {}))
  metadata.rest_endpoints.push(endpoint('c', 'user/me'))
  const replaced = await server.post(
    '/v1/metadata',
    { type: 'replace_metadata', version: 2, args: { allow_inconsistent_metadata: true, metadata } },
    asAdmin,
  )
  expect(replaced.json).toMatchObject({ is_consistent: false, inconsistent_objects: [{ reason }] })
  expect(await send('GET', '/api/rest/user/me')).toEqual([
    500,
    { path: '$', error: 'Multiple endpoints match request', code: 'unexpected' },
  ])
})
