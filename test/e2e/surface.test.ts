import { request } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTestStack, type TestStack } from '../support/test-stack.js'

let stack: TestStack
let app: string

beforeAll(async () => {
  stack = await startTestStack()
  app = stack.urls.app
})

beforeEach(() => stack.reset())

afterAll(() => stack?.close())

const pages = ['/', '/signin', '/graphql', '/error', '/api/auth/signin', '/api/auth/error']

const routes: Record<string, string> = {
  '/api/auth/signin/github': 'GET, POST',
  '/api/auth/callback/github': 'GET',
  '/api/auth/session': 'GET, POST',
  '/api/auth/signout': 'GET, POST',
  '/api/auth/csrf': 'GET',
  '/api/auth/providers': 'GET',
  '/api/auth/_log': 'POST',
  '/api/actions/login': 'POST',
  '/api/events/sync_user': 'POST',
  '/api/health': 'GET, HEAD',
}

/** With the path as it is written: fetch would tidy it up. */
function post(path: string): Promise<number> {
  const { hostname, port } = new URL(app)
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' }
    const sent = request({ hostname, port, path, method: 'POST', headers, agent: false }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    sent.on('error', reject)
    sent.end('{}')
  })
}

const keySetPaths = ['/.well-known/jwks.json', '/api/jwks']

describe('what the deployment shows', () => {
  it('pages answer with HTML', async () => {
    for (const page of pages) {
      const response = await fetch(`${app}${page}`)
      expect([page, response.status, response.headers.get('content-type')]).toEqual([
        page,
        200,
        'text/html; charset=utf-8',
      ])
    }
  })

  it('C-11 the client module is a script that pages of other origins may import, and its types are text', async () => {
    const [module, types] = await Promise.all(
      ['/auth.js', '/auth.d.ts'].map((path) => fetch(`${app}${path}`)),
    )
    expect(module?.headers.get('content-type')).toMatch(/^(text|application)\/javascript/)
    expect(module?.headers.get('access-control-allow-origin')).toBe('*')
    expect(types?.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(await types?.text()).toContain('export declare function createAuth')
  })

  it('S-HTTP-04 every page and route carries the security headers', async () => {
    for (const path of [...pages, ...Object.keys(routes), '/missing', '/api/missing', '/styles.css']) {
      const { headers } = await fetch(`${app}${path}`, { redirect: 'manual' })
      expect([path, headers.get('strict-transport-security'), headers.get('x-content-type-options')]).toEqual(
        [path, 'max-age=63072000', 'nosniff'],
      )
      expect([path, headers.get('content-security-policy')]).toEqual([
        path,
        expect.stringMatching(/default-src 'none'.*frame-ancestors 'none'/),
      ])
      expect([path, headers.get('cross-origin-opener-policy')]).toEqual([path, 'same-origin'])
      expect([path, headers.get('referrer-policy')]).toEqual([
        path,
        path.startsWith('/api/') && !pages.includes(path) ? 'no-referrer' : 'same-origin',
      ])
    }
  })

  it('S-HTTP-05 no answer of a route may be stored, refusals included', async () => {
    for (const path of Object.keys(routes)) {
      for (const method of ['GET', 'POST', 'DELETE']) {
        const response = await fetch(`${app}${path}`, { method, redirect: 'manual' })
        expect([method, path, response.headers.get('cache-control')]).toEqual([
          method,
          path,
          expect.stringContaining('no-store'),
        ])
      }
    }
  })

  it('S-HTTP-01 every route names its methods and refuses the others with 405', async () => {
    for (const [path, allow] of Object.entries(routes)) {
      for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
        const response = await fetch(`${app}${path}`, { method, redirect: 'manual' })
        const allowed = allow.split(', ').includes(method)
        expect([method, path, response.status === 405, response.headers.get('allow')]).toEqual([
          method,
          path,
          !allowed,
          allowed ? null : allow,
        ])
      }
    }
  })

  it('S-HTTP-09 S-CVE-14 an oddly written path meets the same guard, or nothing', async () => {
    expect(await post('/api/actions/login')).toBe(401)
    for (const path of [
      '//api/actions/login',
      '/api//actions/login',
      '/api/actions//login',
      '/api/actions/login/',
      '/api/actions/login/.',
      '/api/actions/./login',
      '/api/actions/x/../login',
      '/api/actions/%2e%2e/events/sync_user',
      '/api/%61ctions/login',
      '/api/actions%2flogin',
      '/api/actions/login%00',
      '/api/actions/login;x=1',
      '/api/actions\\login',
      '/API/actions/login',
      '/api/Actions/LOGIN',
      '/api/actions/login.ts',
      '/api/actions/[action]',
      '/./api/events/sync_user',
    ]) {
      expect([path, await post(path)]).toEqual([path, expect.toBeOneOf([308, 400, 401, 404, 405])])
    }
  })

  it('S-VERCEL-02 no source, metadata or test can be read', async () => {
    for (const path of [
      '/functions/config/parse-config.ts',
      '/hasura/metadata/actions.yaml',
      '/test/e2e/surface.test.ts',
      '/dev/start.ts',
      '/.env.example',
      '/package.json',
      '/vercel.json',
      '/static/index.html',
      '/api/_runtime',
      '/api/_runtime.ts',
    ]) {
      const response = await fetch(`${app}${path}`)
      expect([path, response.status]).toEqual([path, 404])
    }
  })

  it('S-JWT-09 publishes the key set at both of its addresses, to be kept for a while', async () => {
    for (const path of keySetPaths) {
      const response = await fetch(`${app}${path}`)
      expect([path, response.headers.get('cache-control')]).toEqual([
        path,
        expect.stringMatching(/max-age=[1-9]/),
      ])
      // The local stack shares one HMAC key with the engine, and a shared key has no public part.
      expect(await response.json()).toEqual({ keys: [] })
    }
  })

  it('health tells that it runs, and where GraphQL is', async () => {
    const response = await fetch(`${app}/api/health`)
    expect(await response.json()).toEqual({
      status: 'ok',
      graphqlUrl: stack.flow.endpoint,
      keys: expect.any(Object),
    })
  })
})
