import { afterEach, describe, expect, test, vi } from 'vitest'
import { secret, testEnv } from '../support/test-env.js'

type Route = Record<string, (request: Request) => Promise<Response>>

const routes: Record<string, { path: string; methods: string[]; load: () => Promise<unknown> }> = {
  signin: {
    path: '/api/auth/signin/github',
    methods: ['GET', 'POST'],
    load: () => import('../../api/_routes/auth/signin/github.js'),
  },
  callback: {
    path: '/api/auth/callback/github',
    methods: ['GET'],
    load: () => import('../../api/_routes/auth/callback/github.js'),
  },
  session: {
    path: '/api/auth/session',
    methods: ['GET', 'POST'],
    load: () => import('../../api/_routes/auth/session.js'),
  },
  signout: {
    path: '/api/auth/signout',
    methods: ['GET', 'POST'],
    load: () => import('../../api/_routes/auth/signout.js'),
  },
  csrf: {
    path: '/api/auth/csrf?call=_log',
    methods: ['GET'],
    load: () => import('../../api/_routes/auth/[call].js'),
  },
  providers: {
    path: '/api/auth/providers',
    methods: ['GET'],
    load: () => import('../../api/_routes/auth/[call].js'),
  },
  log: {
    path: '/api/auth/_log?call=_log',
    methods: ['POST'],
    load: () => import('../../api/_routes/auth/[call].js'),
  },
  health: {
    path: '/api/health',
    methods: ['GET', 'HEAD'],
    load: () => import('../../api/_routes/health.js'),
  },
  actions: {
    path: '/api/actions/login',
    methods: ['POST'],
    load: () => import('../../api/_routes/actions/[action].js'),
  },
  events: {
    path: '/api/events/sync_user',
    methods: ['POST'],
    load: () => import('../../api/_routes/events/[trigger].js'),
  },
}
const everyMethod = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

function spyOn(stream: 'stdout' | 'stderr'): string[] {
  const lines: string[] = []
  vi.spyOn(process[stream], 'write').mockImplementation((line) => lines.push(String(line)) > 0)
  return lines
}

/** Loads a route as a new instance would, with this environment. */
async function loadRoute(name: string, env: Record<string, string | undefined>): Promise<Route> {
  vi.resetModules()
  for (const [key, value] of Object.entries(env)) vi.stubEnv(key, value)
  // Only the methods matter here, and every api file exports functions under their names.
  return (await routes[name]?.load()) as Route
}

const call = (route: Route, method: string, path: string) =>
  route[method]?.(new Request(`https://app.example${path}`, { method })) ??
  Promise.reject(new Error('no such export'))

afterEach(() => vi.unstubAllEnvs())

describe('route()', () => {
  for (const [name, { path, methods }] of Object.entries(routes)) {
    test(`S-HTTP-01 ${name} answers ${methods.join(' and ')} and refuses the rest with Allow`, async () => {
      spyOn('stdout')
      const route = await loadRoute(name, testEnv())
      for (const method of everyMethod) {
        const response = await call(route, method, path)
        expect(response.status === 405, method).toBe(!methods.includes(method))
        if (response.status === 405) expect(response.headers.get('allow')).toBe(methods.join(', '))
      }
    })

    test(`S-VERCEL-11 ${name} is closed when a variable is missing, and the log names it without a value`, async () => {
      const errors = spyOn('stderr')
      const env = testEnv({ ACTION_SECRET: undefined, AUTH_SECRET: 'canary-too-short' })
      const route = await loadRoute(name, env)
      const response = await call(route, methods[0] ?? '', path)
      expect(response.status).toBe(name === 'actions' ? 400 : 500)
      expect(await response.text()).toContain('misconfigured')
      expect(errors.join()).toContain('ACTION_SECRET is missing')
      expect(errors.join()).toMatch(/AUTH_SECRET has less than 32/)
      expect(errors.join()).not.toContain('canary')
    })
  }

  test.each(['constructor', 'verify-request', '[call]', 'csrf%2f', ''])(
    'S-VERCEL-01 R-16 a call of the name %j is answered 404, whatever its query says',
    async (name) => {
      spyOn('stdout')
      const route = await loadRoute('csrf', testEnv())
      for (const method of ['GET', 'POST'])
        expect([method, (await call(route, method, `/api/auth/${name}?call=csrf`)).status]).toEqual([
          method,
          404,
        ])
    },
  )

  test('S-VERCEL-11 S-LOG-02 every request that a broken configuration refuses is logged, with its id', async () => {
    const lines = spyOn('stderr')
    const route = await loadRoute('health', testEnv({ ACTION_SECRET: undefined, SIGN_UP: 'maybe' }))
    const ids = []
    for (const given of ['first-request', 'second-request']) {
      const request = new Request('https://app.example/api/health', { headers: { 'x-request-id': given } })
      ids.push((await route['GET']?.(request))?.headers.get('x-request-id'))
    }
    expect(ids).toEqual(['first-request', 'second-request'])
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(
      ids.map((requestId) => ({
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        level: 'error',
        event: 'request-failed',
        requestId,
        route: '/api/health',
        code: 'misconfigured',
        status: 500,
        reason: 'ACTION_SECRET is missing; SIGN_UP must be open or closed',
      })),
    )
  })

  test('S-VERCEL-11 what cannot be made of a configuration closes the route, too, and says nothing of the reason', async () => {
    const lines = spyOn('stderr')
    vi.doMock('../../functions/create-deps.js', () => ({
      createDeps: () => {
        throw new TypeError('canary of a key')
      },
    }))
    const route = await loadRoute('session', testEnv())
    vi.doUnmock('../../functions/create-deps.js')
    expect((await call(route, 'GET', '/api/auth/session')).status).toBe(500)
    expect(lines.join()).toContain('the configuration cannot be read')
    expect(lines.join()).not.toContain('canary')
  })

  test('S-LOG-02 a secret that the functions do not need is warned about, and they work', async () => {
    const lines = spyOn('stdout')
    const adminSecret = `canary-${secret()}`
    const route = await loadRoute('health', testEnv({ HASURA_GRAPHQL_ADMIN_SECRET: adminSecret }))
    expect((await call(route, 'GET', '/api/health')).status).toBe(200)
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      expect.objectContaining({
        level: 'warn',
        event: 'questionable-configuration',
        reason: expect.stringMatching(/^HASURA_GRAPHQL_ADMIN_SECRET .* take it away there$/),
      }),
    ])
    expect(lines.join()).not.toContain('canary')
  })

  test('S-ERR-01 health says where the API is and asks nobody', async () => {
    const response = await call(await loadRoute('health', testEnv()), 'GET', '/api/health')
    expect(await response.json()).toEqual({
      status: 'ok',
      graphqlUrl: 'https://hasura.example/v1/graphql',
      keys: expect.any(Object),
    })
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f]{24}$/)
  })

  test('S-LOG-02 a refusal is logged with the request id that the caller sees', async () => {
    const lines = spyOn('stdout')
    const route = await loadRoute('callback', testEnv())
    const response = await call(route, 'GET', '/api/auth/callback/github')
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({
      level: 'warn',
      event: 'request-refused',
      route: '/api/auth/callback/github',
      code: 'invalid-state',
      requestId: response.headers.get('x-request-id'),
    })
  })
})
