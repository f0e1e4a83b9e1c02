import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asAdmin, startTestServer, type TestServer } from '../server/support.js'
import { openSocket } from './support.js'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const deep = '['.repeat(3000) + ']'.repeat(3000)

/** The first line that the server answers to a handshake for what a client of HTTP would not send. */
async function handshake(target: string): Promise<string> {
  const { port, hostname } = new URL(server.url)
  const socket = connect(Number(port), hostname)
  const headers = ['Host: x', 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13']
  socket.write(
    `${[`GET ${target} HTTP/1.1`, ...headers, 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=='].join('\r\n')}\r\n\r\n`,
  )
  const [answer] = await once(socket, 'data')
  socket.destroy()
  return String(answer).split('\r\n')[0] ?? ''
}

test.each(['//', 'http://[', '//:x', '*', '/%'])(
  'a handshake for %j is refused like any other',
  async (target) => {
    expect(await handshake(target)).toBe('HTTP/1.1 404 Not Found')
  },
)

test('a message that nobody can write again ends its socket alone, before it says who sends it', async () => {
  const socket = await openSocket(server.url)
  socket.send(`{"type":"ping","payload":${deep}}`)
  expect(await socket.closed).toMatchObject({ code: 4400 })
})

test.each([
  ['graphql-transport-ws', 'subscribe'],
  ['graphql-ws', 'start'],
])('over %s so does a subscription', async (protocol, type) => {
  const socket = await openSocket(server.url, protocol)
  socket.send({ type: 'connection_init', payload: { headers: asAdmin } })
  await socket.next()
  socket.send(
    `{"type":"${type}","id":"1","payload":{"query":"subscription { users { id } }","more":${deep}}}`,
  )
  if (type === 'subscribe') expect(await socket.closed).toMatchObject({ code: 4400 })
  else expect(await socket.next()).toMatchObject({ type: 'connection_error' })
  await socket.close()
})

test('what is nested as deep is no JSON to any endpoint', async () => {
  const reply = await server.post('/v1/graphql', `{"query":"{ users { id } }","more":${deep}}`, asAdmin)
  expect(reply.json).toEqual({
    errors: [
      { message: 'nested more than 1000 levels deep', extensions: { path: '$', code: 'invalid-json' } },
    ],
  })
})
