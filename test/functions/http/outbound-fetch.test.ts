import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { boundedFetch } from '../../../functions/http/outbound-fetch.js'

const servers: Server[] = []

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

const ask = (url: string, limits = {}) =>
  boundedFetch(fetch, { deadlineMs: 2_000, leftMs: () => 10_000, maxBytes: 1000, ...limits })(url)

describe('boundedFetch()', () => {
  test('gives status, headers and body of an answer', async () => {
    const url = await serve((_request, response) => response.writeHead(201, { 'x-a': 'b' }).end('hello'))
    const response = await ask(url)
    expect([response.status, response.headers.get('x-a'), await response.text()]).toEqual([201, 'b', 'hello'])
  })

  test.each([204, 304])('gives %i without a body', async (status) => {
    const response = await ask(await serve((_request, answer) => answer.writeHead(status).end()))
    expect([response.status, await response.text()]).toEqual([status, ''])
  })

  test.each([301, 302, 303, 307, 308])(
    'S-GH-05 does not follow a %i, and the other host hears nothing',
    async (status) => {
      let heard = 0
      const other = await serve((_request, response) => {
        heard += 1
        response.end()
      })
      const url = await serve((_request, response) => response.writeHead(status, { location: other }).end())
      expect((await ask(url)).status).toBe(502)
      expect(heard).toBe(0)
    },
  )

  test.each<[string, RequestListener, string]>([
    ['is silent', () => undefined, 'timeout'],
    ['stops in the middle of the body', (_request, response) => void response.write('half'), 'timeout'],
    ['closes the connection', (request) => request.socket.destroy(), 'unreachable'],
    ['sends too much', (_request, response) => response.end('x'.repeat(1001)), 'too-large'],
  ])('S-GH-03 gives up on a server that %s', async (_name, listener, kind) => {
    await expect(ask(await serve(listener), { deadlineMs: 200 })).rejects.toMatchObject({
      name: 'OutboundError',
      kind,
    })
  })

  test('R-12a gives up when no time is left, before its own deadline', async () => {
    const url = await serve(() => undefined)
    await expect(ask(url, { deadlineMs: 60_000, leftMs: () => 50 })).rejects.toMatchObject({
      kind: 'timeout',
    })
  })

  test('R-12a sends nothing for which no time is left', async () => {
    let heard = 0
    const url = await serve((_request, response) => {
      heard += 1
      response.end()
    })
    await expect(ask(url, { leftMs: () => 0 })).rejects.toMatchObject({ kind: 'timeout' })
    expect(heard).toBe(0)
  })

  test('says what the network said by its code', async () => {
    const url = await serve(() => undefined)
    await new Promise((resolve) => servers.pop()?.close(resolve))
    await expect(ask(url)).rejects.toMatchObject({
      reason: 'unreachable (ECONNREFUSED: nothing listens there)',
    })
  })

  test('names neither address nor content in its message', async () => {
    const url = await serve((request) => request.socket.destroy())
    await expect(ask(`${url}/?client_secret=canary`)).rejects.toThrow(/^outbound call: unreachable$/)
  })
})
