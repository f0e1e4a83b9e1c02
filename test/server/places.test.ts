import { createServer, type IncomingMessage } from 'node:http'
import { Hono } from 'hono'
import { getCookie } from 'hono/cookie'
import { describe, expect, test } from 'vitest'
import { listen } from '../../dev/http/listen.js'
import type { CookieSource } from '../../server/cookie-source.js'
import { createSessionReader, type SessionFrom } from '../../server/session-from.js'
import { keyPair } from '../support/key-pairs.js'
import { jwtSecretJson } from '../support/test-env.js'
import { loadAtEdge } from './support/edge-runtime.js'
import { access, headersOf, rest, signedIn } from './support/signed-in.js'

const { publicPem, privatePem } = keyPair('RS256', 4096)
const jwtSecret = jwtSecretJson({ type: 'RS256', key: publicPem })
const env = { HASURA_GRAPHQL_JWT_SECRET: jwtSecret, JWT_PRIVATE_KEYS: privatePem }
/** So many roles that two cookies hold them. */
const manyRoles = Array.from({ length: 30 }, (_, index) => ({ role: `r${index}_`.padEnd(63, 'x') }))
const { cookies, clock } = await signedIn(env, { user_roles: manyRoles })
const sessionFrom = createSessionReader({ jwtSecret, clock })
const cookie = headersOf(cookies).get('cookie') ?? ''
const without = { status: 'signed-out' }

/** What a place makes of a request with our cookies, and of one without any. */
async function expectBoth(ask: (cookie: string) => Promise<unknown>): Promise<void> {
  expect(cookies.has(rest)).toBe(true)
  expect(await ask(`theme=dark; ${cookie}`)).toMatchObject({
    status: 'signed-in',
    user: { login: 'octavia' },
  })
  expect(await ask('')).toEqual(without)
}

const headersWith = (given: string) => new Headers(given === '' ? {} : { cookie: given })
const pairsOf = (given: string) =>
  new Map(given.split('; ').map((pair) => pair.split(/=(.*)/s) as [string, string]))

/** Like the store that Next.js gives: names lead to entries. */
const storeOf = (given: string) => ({
  get(name: string) {
    const value = pairsOf(given).get(name)
    return value === undefined ? undefined : { name, value }
  },
  has: (name: string) => pairsOf(given).has(name),
})

const sources: Record<string, (given: string) => CookieSource> = {
  'a Request': (given) => new Request('https://app.example/', { headers: headersWith(given) }),
  Headers: headersWith,
  'headers that can only be read, like `await headers()`': (given) => ({
    get: (name) => headersWith(given).get(name),
  }),
  'a getter': (given) => (name) => pairsOf(given).get(name),
  'a store, like `await cookies()` of the App Router': storeOf,
  'a request with headers and a store, like that of a middleware': (given) =>
    Object.assign(new Request('https://app.example/', { headers: headersWith(given) }), {
      cookies: storeOf(given),
    }),
  'a request with parsed cookies, like `req` of the pages router': (given) => ({
    headers: given === '' ? {} : { cookie: given },
    cookies: Object.fromEntries(pairsOf(given)),
  }),
  'parsed cookies alone': (given) => ({ cookies: Object.fromEntries(pairsOf(given)) }),
}

describe('F-61 sessionFrom() reads', () => {
  test.each(Object.entries(sources))('%s', async (_name, sourceOf) => {
    await expectBoth((given) => sessionFrom(sourceOf(given)))
  })

  test('the request of a server of Node', async () => {
    const server = createServer(async (request: IncomingMessage, response) => {
      response.end(JSON.stringify(await sessionFrom(request)))
    })
    const { url, close } = await listen(server, 0)
    try {
      await expectBoth(async (given) => (await fetch(url, { headers: headersWith(given) })).json())
    } finally {
      await close()
    }
  })

  test('a request of Hono, and its cookies', async () => {
    const app = new Hono()
      .get('/request', async (context) => context.json(await sessionFrom(context.req.raw)))
      .get('/cookies', async (context) => context.json(await sessionFrom((name) => getCookie(context, name))))
    for (const path of ['/request', '/cookies'])
      await expectBoth(async (given) => (await app.request(path, { headers: headersWith(given) })).json())
  })

  test('at the edge, where there is WebCrypto and nothing of Node', async () => {
    const vm = loadAtEdge()
    expect(vm.evaluate('typeof process + typeof Buffer + typeof require')).toBe('undefinedundefinedundefined')
    const options = JSON.stringify({ jwtSecret })
    vm.evaluate(
      `const read = createSessionReader({ ...${options}, clock: () => new Date(${clock().getTime()}) })`,
    )
    await expectBoth(async (given) => {
      const headers = given === '' ? '{}' : JSON.stringify({ cookie: given })
      const source = `new Request('https://app.example/', { headers: ${headers} })`
      return JSON.parse(await vm.evaluate(`read(${source}).then((result) => JSON.stringify(result))`))
    })
  })

  test('at the edge by a JWKS', async () => {
    const { world, cookies } = await signedIn({ ...env, HASURA_GRAPHQL_JWT_SECRET: byUrl })
    const { publishJwks } = await import('../../functions/token/jwks.js')
    const jwks = await (await publishJwks(new Request('https://app.example/'), world.deps)).text()
    const vm = loadAtEdge()
    const result = await vm.evaluate(`createSessionReader({
      jwtSecret: ${JSON.stringify(byUrl)},
      clock: () => new Date(${clock().getTime()}),
      fetch: async () => new Response(${JSON.stringify(jwks)}),
    })(new Headers(${JSON.stringify({ cookie: headersOf(cookies).get('cookie') })})).then((result) => result.status)`)
    expect(result).toBe('signed-in')
  })
})

const byUrl = JSON.stringify({
  jwk_url: 'https://app.example/.well-known/jwks.json',
  issuer: 'https://app.example',
  audience: 'hasura',
})

describe('F-61 sessionFrom() refuses', () => {
  test.each([
    ['nothing', undefined],
    ['a promise', Promise.resolve(new Headers())],
    ['text', access],
  ])('%s', async (_name, source) => {
    await expect((sessionFrom as (source: unknown) => ReturnType<SessionFrom>)(source)).rejects.toThrow(
      TypeError,
    )
  })
})
