import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { listFunctions } from '../../../dev/host/list-functions.js'
import { readSourceTree } from '../../../dev/host/read-source-tree.js'
import { routeRequest } from '../../../dev/host/route-request.js'
import { requestBudgetMs } from '../../../functions/budget.js'
import { hasuraFiles } from '../../support/read-metadata.js'

const headerList = z.array(z.object({ key: z.string(), value: z.string() }))
const config = z
  .object({
    outputDirectory: z.string(),
    regions: z.array(z.string()),
    functions: z.record(z.string(), z.object({ maxDuration: z.number() })),
    headers: z.array(z.object({ source: z.string(), headers: headerList })),
  })
  .parse(JSON.parse(readFileSync(new URL('../../../vercel.json', import.meta.url), 'utf8')))

/** What a function needs besides the time of its request: to start, and to answer. */
const spareSeconds = 5

function headersOf(source: string): Map<string, string> {
  const rule = config.headers.find((entry) => entry.source === source)
  return new Map(rule?.headers.map(({ key, value }) => [key.toLowerCase(), value]))
}

function contentSecurityPolicy(): Map<string, string[]> {
  const policy = headersOf('/(.*)').get('content-security-policy') ?? ''
  return new Map(
    policy.split(';').map((directive) => {
      const [name = '', ...sources] = directive.trim().split(/\s+/)
      return [name, sources]
    }),
  )
}

/** The Hobby plan takes twelve functions, and one of them is left to whoever deploys this. */
const functionLimit = 11

/** What is under /api/ and no page, script or style. */
const functionAnswers = String.raw`/api/((?!(?:jwks|auth/(?:signin|error|js/.+|[\w-]+\.(?:css|js|svg)))$).*)`

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** Every address of the functions that the metadata names, as Hasura fills it in. */
function webhookPaths(authUrl: string): string[] {
  const texts = hasuraFiles().filter(({ path }) => path.startsWith('metadata/'))
  const addresses = texts.flatMap(({ text }) => text.match(/\{\{FUNCTIONS_URL\}\}[\w/]+/g) ?? [])
  return addresses.map((address) => new URL(address.replace('{{FUNCTIONS_URL}}', authUrl)).pathname)
}

describe('vercel.json', () => {
  it('S-VERCEL-01 makes functions of exactly the intended files', async () => {
    const functions = await listFunctions(root)
    expect(functions.map(({ file }) => file)).toEqual([
      'api/actions/[action].ts',
      'api/auth/[call].ts',
      'api/auth/callback/github.ts',
      'api/auth/session.ts',
      'api/auth/signin/github.ts',
      'api/auth/signout.ts',
      'api/events/[trigger].ts',
      'api/events/github.ts',
      'api/health.ts',
      'api/jwks.ts',
    ])
    expect(functions.length).toBeLessThanOrEqual(functionLimit)
  })

  it.each(['https://app.example', 'https://app.example/'])(
    'S-CONF-08 leads Hasura to the same functions with FUNCTIONS_URL=%s',
    async (authUrl) => {
      const { routes, functions } = await readSourceTree(root)
      const find = (path: string) => (functions.has(path) ? ('function' as const) : undefined)
      const paths = webhookPaths(authUrl)
      expect(paths.length).toBeGreaterThan(8)
      for (const path of paths) {
        const name = path.split('/').at(-1) ?? ''
        const destination = routeRequest('POST', path, routes, find)
        expect([path, destination]).toMatchObject([
          path,
          {
            kind: 'function',
            path: expect.stringMatching(/^\/api\/(actions\/\[action\]|events\/\[trigger\])$/),
          },
        ])
        expect([...('query' in destination ? destination.query.values() : [])]).toEqual([name])
      }
    },
  )

  it('S-VERCEL-01 leads the calls of next-auth to one function, and to no page or function of another name', async () => {
    const { routes, functions, listStatic } = await readSourceTree(root)
    const files = await listStatic()
    const find = (path: string) =>
      files.has(path) ? ('file' as const) : functions.has(path) ? ('function' as const) : undefined
    const leadsTo = (name: string) => {
      const destination = routeRequest('GET', `/api/auth/${name}`, routes, find)
      return 'path' in destination ? destination.path : destination.kind
    }
    expect(['csrf', 'providers', '_log'].map(leadsTo)).toEqual(Array(3).fill('/api/auth/[call]'))
    expect(['session', 'signout', 'signin/github', 'signin', 'error'].map(leadsTo)).toEqual([
      '/api/auth/session',
      '/api/auth/signout',
      '/api/auth/signin/github',
      '/signin',
      '/error',
    ])
  })

  it('S-VERCEL-02 names the one folder that is served as files', () => {
    expect(config.outputDirectory).toBe('static')
  })

  it('S-VERCEL-09 R-12d ends a function soon, yet after the longest path of any request', () => {
    const { maxDuration } = config.functions['api/**/*.ts'] ?? { maxDuration: 0 }
    expect(maxDuration).toBeGreaterThanOrEqual(requestBudgetMs / 1000 + spareSeconds)
    expect(maxDuration).toBeLessThanOrEqual(30)
  })

  it('S-VERCEL-15 keeps the functions in one region', () => {
    expect(config.regions).toHaveLength(1)
  })

  it('S-HTTP-04 gives every path the security headers', () => {
    const headers = headersOf('/(.*)')
    expect(Number(/max-age=(\d+)/.exec(headers.get('strict-transport-security') ?? '')?.[1])).toBeGreaterThan(
      31_536_000,
    )
    // An app that leads here speaks for its own host alone: what else is below it may not have https.
    expect(headers.get('strict-transport-security')).not.toMatch(/includeSubDomains|preload/i)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toMatch(/^(same-origin|no-referrer)$/)
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(headers.get('permissions-policy')).toContain('camera=()')
  })

  it('S-HTTP-04 allows scripts and styles from the site only, and no frames, objects or base', () => {
    const policy = contentSecurityPolicy()
    for (const name of ['default-src', 'base-uri', 'frame-ancestors', 'object-src']) {
      expect([name, policy.get(name)]).toEqual([name, ["'none'"]])
    }
    for (const name of ['script-src', 'style-src', 'form-action']) {
      expect([name, policy.get(name)]).toEqual([name, ["'self'"]])
    }
  })

  it.each(['/styles.css', '/icons.svg', '/favicon.svg', '/js/pages/sign-in.js', '/signin', '/error'])(
    'serves %s beside the functions as it does at the top',
    async (path) => {
      const { routes, functions, listStatic } = await readSourceTree(root)
      const files = await listStatic()
      const find = (name: string) => {
        if (files.has(name)) return 'file' as const
        return functions.has(name) ? ('function' as const) : undefined
      }
      const [top, beside] = [path, `/api/auth${path}`].map((name) => routeRequest('GET', name, routes, find))
      expect(top).toMatchObject({ kind: 'file' })
      expect({ ...beside, headers: [...(beside?.headers ?? [])] }).toEqual({
        ...top,
        headers: [...(top?.headers ?? [])],
      })
    },
  )

  it('S-HTTP-05 forbids storing any answer of a function but the published keys', () => {
    const headers = headersOf(functionAnswers)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
  })
})
