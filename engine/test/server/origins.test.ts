import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { HS256_KEY } from '../auth/support.js'
import { asAdmin, startTestServer, type TestServer } from './support.js'

const ORIGIN = 'https://app.example'
const PAGE =
  "<html><head><title>404 - Not Found</title></head><body><h1>404 - Not Found</h1><a href='https://www.spock.li'>powered by Spock</a></body>"

const preflight = (server: TestServer, headers: Record<string, string>) =>
  fetch(`${server.url}/v1/graphql`, { method: 'OPTIONS', headers })

/** The answer to a socket that was refused. */
function refusedSocket(server: TestServer, path: string, headers: Record<string, string> = {}) {
  const socket = new WebSocket(server.url.replace('http', 'ws') + path, 'graphql-transport-ws', { headers })
  return new Promise<{ status: number | undefined; body: unknown }>((resolve, reject) => {
    socket.on('open', () => reject(new Error('was let in')))
    socket.on('unexpected-response', async (_request, response) => {
      let text = ''
      for await (const chunk of response) text += chunk
      resolve({ status: response.statusCode, body: JSON.parse(text) })
    })
  })
}

/** What a socket is told that brings its token in a cookie. */
function initWithCookie(server: TestServer, headers: Record<string, string>): Promise<string> {
  const url = `${server.url.replace('http', 'ws')}/v1/graphql`
  const socket = new WebSocket(url, 'graphql-ws', { headers: { ...headers, cookie: 'token=t' } })
  socket.on('open', () => socket.send('{"type":"connection_init"}'))
  return new Promise((resolve, reject) => {
    socket.on('error', reject)
    socket.on('message', (data) => {
      resolve(String(data))
      socket.close()
    })
  })
}

describe('pages of other origins (Hasura.Server.Middleware, Hasura.Server.Cors)', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer({
      env: { HASURA_GRAPHQL_CORS_DOMAIN: `${ORIGIN},http://*.localhost:3000,app-1://shell` },
    })
  })
  afterAll(() => server.close())

  test('get exactly the headers of a preflight', async () => {
    const response = await preflight(server, { origin: ORIGIN, 'access-control-request-headers': 'a, b' })
    expect(response.status).toBe(204)
    expect(await response.text()).toBe('')
    const {
      date,
      connection,
      'keep-alive': _,
      'x-request-id': id,
      ...headers
    } = Object.fromEntries(response.headers)
    expect(headers).toEqual({
      'access-control-allow-origin': ORIGIN,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'GET,POST,PUT,PATCH,DELETE,OPTIONS',
      'access-control-max-age': '1728000',
      'access-control-allow-headers': 'a, b',
      'content-type': 'text/plain charset=UTF-8',
    })
  })

  test.each([
    ['http://a.localhost:3000', true],
    ['app-1://shell', true],
    ['http://localhost:3000', false],
    ['http://a.b.localhost:3000', false],
    ['http://a.localhost', false],
    ['https://a.localhost:3000', false],
  ])('from %s are let in: %s', async (origin, isLetIn) => {
    const { headers, status } = await preflight(server, { origin })
    expect(headers.get('access-control-allow-origin')).toBe(isLetIn ? origin : null)
    expect(status).toBe(isLetIn ? 204 : 404)
  })

  test('get the headers with errors, too', async () => {
    const reply = await server.get('/nowhere', { origin: ORIGIN })
    expect(reply).toMatchObject({ status: 404, json: { code: 'not-found' } })
    expect(reply.headers.get('access-control-allow-origin')).toBe(ORIGIN)
  })

  test('open no sockets, and are told why (Hasura.GraphQL.Transport.WebSocket, onConn)', async () => {
    expect(await refusedSocket(server, '/v1/graphql', { origin: 'https://evil.example' })).toEqual({
      status: 400,
      body: {
        message: 'received origin header does not match configured CORS domains',
        extensions: { path: '$', code: 'access-denied' },
      },
    })
    expect(await refusedSocket(server, '/elsewhere')).toEqual({
      status: 404,
      body: {
        message: "only '/v1/graphql', '/v1alpha1/graphql' and '/v1beta1/relay' are supported on websockets",
        extensions: { path: '$', code: 'not-found' },
      },
    })
  })
})

describe('methods without a route (Spock-core, Web.Spock.Internal.Wire)', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer()
  })
  afterAll(() => server.close())

  test.each([
    ['GET', '/v1/graphql'],
    ['GET', '/v1/metadata'],
    ['POST', '/healthz'],
    ['POST', '/v1/version'],
  ])('%s %s is answered in Hasura’s words', async (method, path) => {
    const response = await fetch(server.url + path, { method, headers: asAdmin })
    expect(response.status).toBe(404)
    expect(await response.json()).toEqual({
      path: '$',
      error: 'resource does not exist',
      code: 'not-found',
    })
  })

  test.each([
    ['PUT', '/v1/graphql', PAGE],
    ['DELETE', '/nowhere', PAGE],
    ['OPTIONS', '/v1/graphql', PAGE],
    ['HEAD', '/v1/version', ''],
    ['HEAD', '/healthz', ''],
  ])('%s %s gets the page of the library beneath', async (method, path, page) => {
    const response = await fetch(server.url + path, { method })
    expect(response.status).toBe(404)
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(await response.text()).toBe(page)
  })
})

describe('HASURA_GRAPHQL_DISABLE_CORS', () => {
  const jwt = { type: 'HS256', key: HS256_KEY, header: { type: 'Cookie', name: 'token' } }
  const env = { HASURA_GRAPHQL_DISABLE_CORS: 'true', HASURA_GRAPHQL_JWT_SECRET: JSON.stringify(jwt) }

  test('answers no preflight, takes sockets, and reads their cookies only when told to', async () => {
    const server = await startTestServer({ env })
    expect((await preflight(server, { origin: ORIGIN })).status).toBe(404)
    expect(await initWithCookie(server, { origin: ORIGIN })).toContain('Missing')
    expect(await initWithCookie(server, {})).toContain('Could not verify JWT')
    await server.close()
    const reading = await startTestServer({ env: { ...env, HASURA_GRAPHQL_WS_READ_COOKIE: 'true' } })
    expect(await initWithCookie(reading, { origin: ORIGIN })).toContain('Could not verify JWT')
    await reading.close()
  })
})

test.each(['app.example', 'https://app.example/', 'https://pr-*.example', 'https://*', 'https://a.example,'])(
  'HASURA_GRAPHQL_CORS_DOMAIN=%s is refused at the start',
  async (domain) => {
    const start = startTestServer({ env: { HASURA_GRAPHQL_CORS_DOMAIN: domain } })
    await expect(start).rejects.toThrow('HASURA_GRAPHQL_CORS_DOMAIN: invalid domain: ')
  },
)
