import { createClient } from 'graphql-ws'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { ADMIN_SECRET, asAdmin, startTestServer, type TestServer } from '../server/support.js'
import { openSocket, type TestSocket } from './support.js'

const JWT_KEY = 'k'.repeat(32)

let server: TestServer
beforeAll(async () => {
  const select = { role: 'user', permission: { columns: '*', filter: { name: { _eq: 'X-Hasura-Name' } } } }
  server = await startTestServer({
    content: { tables: [{ table: { schema: 'public', name: 'users' }, select_permissions: [select] }] },
    sql: 'CREATE TABLE users (id bigint PRIMARY KEY, name text)',
    env: {
      HASURA_GRAPHQL_LIVE_QUERIES_MULTIPLEXED_REFETCH_INTERVAL: '20',
      HASURA_GRAPHQL_WEBSOCKET_CONNECTION_INIT_TIMEOUT: '1',
      HASURA_GRAPHQL_JWT_SECRET: JSON.stringify({ type: 'HS256', key: JWT_KEY }),
      HASURA_GRAPHQL_CORS_DOMAIN: 'https://app.example',
    },
  })
})
afterAll(() => server.close())
beforeEach(async () => {
  await server.runSql("DELETE FROM users; INSERT INTO users VALUES (9007199254740993, 'ann')")
})

const ids = 'subscription { users(order_by: {id: asc}) { id } }'
const init = { type: 'connection_init', payload: { headers: asAdmin } }
const addBob = () => server.runSql("INSERT INTO users VALUES (9007199254740995, 'bob')")

async function connect(protocol: string): Promise<TestSocket> {
  const socket = await openSocket(server.url, protocol)
  socket.send(init)
  expect(await socket.next()).toEqual({ type: 'connection_ack' })
  return socket
}

describe('over the older protocol', () => {
  test.each<[string, unknown, string]>([
    ['what is no message', '{', 'no message with a type'],
    ['an unknown message', { type: 'hello' }, 'unexpected type for ClientMessage: hello'],
    ['the end of nothing', { type: 'stop' }, 'key "id" not found'],
  ])('%s is told, and the connection goes on', async (_name, message, detail) => {
    const socket = await connect('graphql-ws')
    socket.send(message)
    expect(await socket.next()).toEqual({
      type: 'connection_error',
      payload: `parsing ClientMessage failed: ${detail}`,
    })
    socket.send({ type: 'start', id: '1', payload: { query: '{ __typename }' } })
    expect(await socket.next()).toMatchObject({ type: 'data', id: '1' })
    await socket.close()
  })
})

describe.each([
  { protocol: 'graphql-transport-ws', start: 'subscribe', result: 'next', stop: 'complete', alive: 'ping' },
  { protocol: 'graphql-ws', start: 'start', result: 'data', stop: 'stop', alive: 'ka' },
])('over $protocol (contract 14)', ({ protocol, start, result, stop, alive }) => {
  test('a live query sends the first answer, then only what changed, until it is stopped', async () => {
    const socket = await connect(protocol)
    socket.send({ type: start, id: '1', payload: { query: ids } })
    expect(await socket.next()).toMatchObject({ type: result, id: '1' })
    expect(socket.texts.at(-1)).toContain('9007199254740993')
    await addBob()
    expect(await socket.next()).toMatchObject({
      type: result,
      id: '1',
      payload: { data: { users: [{}, {}] } },
    })
    expect(socket.texts.at(-1)).toContain('9007199254740995')
    socket.send({ type: stop, id: '1' })
    socket.send({ type: start, id: '2', payload: { query: '{ __typename }' } })
    expect(await socket.next()).toMatchObject({ id: '2' })
    await server.runSql('DELETE FROM users')
    await socket.close()
    expect(socket.messages.filter((message) => Object(message).id === '1')).toHaveLength(2)
  })

  test('queries and mutations are answered and completed', async () => {
    const socket = await connect(protocol)
    const mutation = 'mutation { insert_users_one(object: {id: "1", name: "x"}) { name } }'
    socket.send({ type: start, id: 'm', payload: { query: mutation } })
    expect(await socket.next()).toEqual({
      type: result,
      id: 'm',
      payload: { data: { insert_users_one: { name: 'x' } } },
    })
    expect(await socket.next()).toEqual({ type: 'complete', id: 'm' })
    await socket.close()
  })

  test('an invalid operation is an error', async () => {
    const socket = await connect(protocol)
    socket.send({ type: start, id: '1', payload: { query: 'subscription { nothing }' } })
    const error = {
      message: "field 'nothing' not found in type: 'subscription_root'",
      extensions: { code: 'validation-failed', path: '$.selectionSet.nothing' },
    }
    expect(await socket.next()).toEqual({
      type: 'error',
      id: '1',
      payload: protocol === 'graphql-ws' ? { errors: [error] } : [error],
    })
    await socket.close()
  })

  test('an operation that fails while it runs is told as the protocol wants', async () => {
    const socket = await connect(protocol)
    const mutation = 'mutation { insert_users_one(object: {id: "9007199254740993"}) { name } }'
    socket.send({ type: start, id: '1', payload: { query: mutation } })
    const errors = [{ message: expect.stringContaining('Uniqueness violation') }]
    expect(await socket.next()).toMatchObject(
      protocol === 'graphql-ws'
        ? { type: 'data', id: '1', payload: { data: null, errors } }
        : { type: 'error', id: '1', payload: errors },
    )
    await socket.close()
  })

  test('the server gives signs of life', async () => {
    const socket = await connect(protocol)
    await expect.poll(() => socket.messages.map((message) => Object(message).type)).toContain(alive)
    await socket.close()
  })
})

describe('graphql-transport-ws', () => {
  test('works with the graphql-ws client and shares one query among equals', async () => {
    const client = createClient({
      url: `${server.url.replace('http', 'ws')}/v1/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { headers: asAdmin },
      retryAttempts: 0,
    })
    const received = await Promise.all(
      [1, 2].map(async () => {
        for await (const answer of client.iterate({ query: ids })) return answer
        return undefined
      }),
    )
    expect(received).toMatchObject([{ data: { users: [{}] } }, { data: { users: [{}] } }])
    await client.dispose()
  })

  test.each<[string, unknown[], number]>([
    ['an operation before the init', [{ type: 'subscribe', id: '1', payload: { query: ids } }], 4401],
    [
      'a wrong secret',
      [{ type: 'connection_init', payload: { headers: { 'x-hasura-admin-secret': 'no' } } }],
      4403,
    ],
    ['two inits', [init, init], 4429],
    ['what is no message', ['{'], 4400],
    ['an unknown message', [{ type: 'hello' }], 4400],
    ['the end of nothing', [{ type: 'complete' }], 4400],
    ['no init at all', [], 4408],
  ])('closes the socket for %s', async (_name, messages, code) => {
    const socket = await openSocket(server.url)
    for (const message of messages) socket.send(message)
    expect(await socket.closed).toMatchObject({ code })
  })

  test('closes the socket for an id that is in use', async () => {
    const socket = await connect('graphql-transport-ws')
    for (const id of ['1', '1']) socket.send({ type: 'subscribe', id, payload: { query: ids } })
    expect(await socket.closed).toMatchObject({ code: 4409 })
  })

  test('sends every row of a stream once, in the order of its cursor', async () => {
    const socket = await connect('graphql-transport-ws')
    const stream = `subscription {
      users_stream(cursor: [{initial_value: {id: "0"}, ordering: ASC}], batch_size: 1) { name }
    }`
    socket.send({ type: 'subscribe', id: '1', payload: { query: stream } })
    expect(await socket.next()).toMatchObject({ payload: { data: { users_stream: [{ name: 'ann' }] } } })
    await addBob()
    expect(await socket.next()).toMatchObject({ payload: { data: { users_stream: [{ name: 'bob' }] } } })
    await socket.close()
  })

  test('asks all clients to connect again when the schema has changed', async () => {
    const socket = await connect('graphql-transport-ws')
    await server.runSql('ALTER TABLE users ADD COLUMN IF NOT EXISTS age int')
    expect(await socket.closed).toMatchObject({ code: 1012 })
  })

  test('answers a ping', async () => {
    const socket = await connect('graphql-transport-ws')
    socket.send({ type: 'ping', payload: { a: 1 } })
    expect(await socket.next()).toEqual({ type: 'pong', payload: { a: 1 } })
    await socket.close()
  })

  test('is preferred when the client offers both, and the older one spoken when it offers none', async () => {
    const both = await openSocket(server.url, ['graphql-ws', 'graphql-transport-ws'])
    both.send({ type: 'hello' })
    expect(await both.closed).toMatchObject({ code: 4400 })
    const none = await openSocket(server.url, [])
    none.send(init)
    await expect.poll(() => none.messages).toEqual([{ type: 'connection_ack' }, { type: 'ka' }])
    await none.close()
  })
})

describe('graphql-ws, the older protocol', () => {
  test('tells why it refuses a client', async () => {
    const socket = await openSocket(server.url, 'graphql-ws')
    socket.send({ type: 'connection_init', payload: { headers: { 'x-hasura-admin-secret': 'no' } } })
    expect(await socket.next()).toEqual({
      type: 'connection_error',
      payload: 'invalid "x-hasura-admin-secret"/"x-hasura-access-key"',
    })
    expect(await socket.closed).toMatchObject({ code: 4400 })
  })

  test('refuses an operation before the init, and an id that is in use', async () => {
    const socket = await openSocket(server.url, 'graphql-ws')
    socket.send({ type: 'start', id: '1', payload: { query: ids } })
    expect(await socket.next()).toMatchObject({ type: 'error', id: '1', payload: { code: 'start-failed' } })
    expect(await socket.next()).toEqual({ type: 'complete', id: '1' })
    await socket.close()
  })

  test('ends when the client says so', async () => {
    const socket = await connect('graphql-ws')
    socket.send({ type: 'connection_terminate' })
    expect(await socket.closed).toMatchObject({ code: 1000 })
  })
})

describe('who may subscribe', () => {
  const token = (expiresInSeconds: number) =>
    new SignJWT({
      'https://hasura.io/jwt/claims': {
        'x-hasura-allowed-roles': ['user'],
        'x-hasura-default-role': 'user',
        'x-hasura-name': 'bob',
      },
    })
      .setProtectedHeader({ alg: 'HS256' })
      .setExpirationTime(Math.floor(Date.now() / 1000) + expiresInSeconds)
      .sign(new TextEncoder().encode(JWT_KEY))

  const connectAs = async (expiresInSeconds: number) => {
    const socket = await openSocket(server.url)
    const headers = { Authorization: `Bearer ${await token(expiresInSeconds)}` }
    socket.send({ type: 'connection_init', payload: { headers } })
    await socket.next()
    return socket
  }

  test('the role of the token decides what is seen', async () => {
    await addBob()
    const socket = await connectAs(60)
    socket.send({ type: 'subscribe', id: '1', payload: { query: 'subscription { users { name } }' } })
    expect(await socket.next()).toMatchObject({ payload: { data: { users: [{ name: 'bob' }] } } })
    await socket.close()
  })

  test('S-HASURA-13 the socket closes when the token ends', async () => {
    const socket = await connectAs(2)
    expect(await socket.closed).toMatchObject({ code: 4403 })
  })

  test('headers of the upgrade count, too', async () => {
    const socket = await openSocket(server.url, 'graphql-transport-ws', {
      'x-hasura-admin-secret': ADMIN_SECRET,
    })
    socket.send({ type: 'connection_init' })
    expect(await socket.next()).toEqual({ type: 'connection_ack' })
    await socket.close()
  })

  test('pages of other origins are refused, and other paths', async () => {
    const origin = (value: string) => openSocket(server.url, 'graphql-transport-ws', { origin: value })
    await expect(origin('https://evil.example')).rejects.toThrow('400')
    await (await origin('https://app.example')).close()
    const elsewhere = new WebSocket(`${server.url.replace('http', 'ws')}/elsewhere`)
    await expect(new Promise((_, reject) => elsewhere.on('error', reject))).rejects.toThrow('404')
  })
})
