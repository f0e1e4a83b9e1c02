import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asAdmin, startTestServer, type TestServer } from './support.js'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({
    env: { HASURA_GRAPHQL_CORS_DOMAIN: 'https://app.example, https://*.preview.example' },
  })
})
afterAll(() => server.close())

const query = { query: '{ users { id } }' }

describe('/v1/graphql (contract 1)', () => {
  test('answers with data', async () => {
    const reply = await server.post('/v1/graphql', query, asAdmin)
    expect(reply).toMatchObject({ status: 200, json: { data: { users: [] } } })
    expect(reply.headers.get('content-type')).toBe('application/json; charset=utf-8')
  })

  test.each([
    ['without a secret', query, {}, 'access-denied', '$'],
    ['with a wrong one', query, { 'x-hasura-admin-secret': 'no' }, 'access-denied', '$'],
    ['with a body that is not JSON', '{', asAdmin, 'invalid-json', '$'],
    ['without a body', '', asAdmin, 'invalid-json', '$'],
    [
      'with an unknown field',
      { query: '{ nothing }' },
      asAdmin,
      'validation-failed',
      '$.selectionSet.nothing',
    ],
    ['without a query', {}, asAdmin, 'parse-failed', '$'],
  ])('answers 200 %s, and an error', async (_name, body, headers, code, path) => {
    const reply = await server.post('/v1/graphql', body, headers)
    expect(reply.status).toBe(200)
    expect(reply.json).toEqual({
      errors: [{ message: expect.any(String), extensions: expect.objectContaining({ code, path }) }],
    })
  })

  test('passes over extensions, whatever they are, but does not know persisted queries', async () => {
    for (const extensions of [{ trace: 1 }, [1], 'x', null]) {
      const reply = await server.post('/v1/graphql', { ...query, extensions }, asAdmin)
      expect(reply.json).toEqual({ data: { users: [] } })
    }
    const extensions = { persistedQuery: { version: 1 } }
    expect((await server.post('/v1/graphql', { ...query, extensions }, asAdmin)).json).toMatchObject({
      errors: [{ extensions: { code: 'not-supported' } }],
    })
  })

  test('answers a list of requests with a list, each on its own', async () => {
    const reply = await server.post('/v1/graphql', [query, { query: '{ nothing }' }, query], asAdmin)
    expect(reply).toMatchObject({
      status: 200,
      json: [{ data: { users: [] } }, { errors: [{}] }, { data: { users: [] } }],
    })
  })
})

test('/v1alpha1/graphql keeps the status of an error', async () => {
  expect(await server.post('/v1alpha1/graphql', query, asAdmin)).toMatchObject({ status: 200 })
  expect(await server.post('/v1alpha1/graphql', query)).toMatchObject({ status: 401 })
  expect(await server.post('/v1alpha1/graphql', { query: '{ nothing }' }, asAdmin)).toMatchObject({
    status: 400,
  })
})

describe('other endpoints (contract 1)', () => {
  test('/v1/version tells everybody a version of Hasura 2', async () => {
    expect((await server.get('/v1/version')).json).toEqual({
      server_type: 'ce',
      version: expect.stringMatching(/^v2\.48\.\d+$/),
    })
  })

  test.each(['/healthz', '/hasura/healthz'])('%s tells everybody that all is well', async (path) => {
    expect(await server.get(path)).toMatchObject({ status: 200, text: 'OK' })
  })

  test('/v1alpha1/config is for admins', async () => {
    expect(await server.get('/v1alpha1/config', asAdmin)).toMatchObject({
      status: 200,
      json: { is_admin_secret_set: true, is_jwt_set: false, jwt: [] },
    })
    expect(await server.get('/v1alpha1/config', { ...asAdmin, 'x-hasura-role': 'user' })).toMatchObject({
      status: 400,
      json: { path: '$', error: 'You have to be an admin to access this endpoint', code: 'access-denied' },
    })
  })

  test('a query by GET, as some clients send it, is 404 as in Hasura', async () => {
    expect(await server.get('/v1/graphql?query=%7B__typename%7D')).toMatchObject({
      status: 404,
      json: { code: 'not-found' },
    })
  })

  test('an unknown path is 404', async () => {
    expect(await server.get('/nowhere')).toMatchObject({
      status: 404,
      json: { path: '$', error: 'resource does not exist', code: 'not-found' },
    })
  })

  test.each(['/v1/metadata', '/v2/query', '/v1/query'])('%s is for admins', async (path) => {
    const reply = await server.post(
      path,
      { type: 'export_metadata', args: {} },
      { ...asAdmin, 'x-hasura-role': 'user' },
    )
    expect(reply).toMatchObject({
      status: 400,
      json: { path: '$.args', error: 'restricted access : admin only', code: 'access-denied' },
    })
    expect(await server.post(path, {})).toMatchObject({
      status: 401,
      json: { code: 'access-denied', path: '$' },
    })
  })
})

describe('x-request-id', () => {
  test('is the client’s, or a new one', async () => {
    expect((await server.get('/v1/version', { 'x-request-id': 'mine' })).headers.get('x-request-id')).toBe(
      'mine',
    )
    expect((await server.get('/nowhere')).headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  })
})

describe('CORS', () => {
  const preflight = (origin: string) =>
    fetch(`${server.url}/v1/graphql`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-headers': 'authorization',
        'access-control-request-method': 'POST',
      },
    })

  test('names an origin that is not listed in the log, once, and listed ones never', async () => {
    const told = () => server.messages.filter((message) => message.includes('HASURA_GRAPHQL_CORS_DOMAIN'))
    for (const origin of ['https://app.example', 'http://127.0.0.1:5173', 'http://127.0.0.1:5173'])
      await preflight(origin)
    expect(told()).toEqual([expect.stringContaining('http://127.0.0.1:5173')])
  })

  test.each(['https://app.example', 'https://pr-7.preview.example'])('lets %s in', async (origin) => {
    const response = await preflight(origin)
    expect(response.status).toBe(204)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      'access-control-allow-headers': 'authorization',
      'access-control-allow-methods': 'GET,POST,PUT,PATCH,DELETE,OPTIONS',
      'access-control-max-age': '1728000',
    })
    const reply = await server.post('/v1/graphql', query, { ...asAdmin, origin })
    expect(reply.headers.get('access-control-allow-origin')).toBe(origin)
  })

  test.each([
    'https://evil.example',
    'http://app.example',
    'https://app.example.evil',
    'https://a.b.preview.example',
  ])('does not let %s in', async (origin) => {
    expect((await preflight(origin)).headers.get('access-control-allow-origin')).toBeNull()
    const reply = await server.post('/v1/graphql', query, { ...asAdmin, origin })
    expect(reply.headers.get('access-control-allow-origin')).toBeNull()
  })
})
