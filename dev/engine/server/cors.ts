import type { MiddlewareHandler } from 'hono'
import type { Env } from '../metadata/env-template.js'

const METHODS = 'GET,POST,PUT,PATCH,DELETE,OPTIONS'
const PREFLIGHT_SECONDS = '1728000'

/** Answers browsers of other origins as Hasura does: every origin unless `HASURA_GRAPHQL_CORS_DOMAIN` lists some. */
export function cors(env: Env): MiddlewareHandler {
  const isAllowed = allowedOrigins(env)
  return async (context, next) => {
    const origin = context.req.header('origin')
    if (origin === undefined || !isAllowed(origin)) return next()
    if (context.req.method === 'OPTIONS') {
      return new Response(null, {
        status: 204,
        headers: {
          ...corsHeaders(origin),
          'access-control-max-age': PREFLIGHT_SECONDS,
          'access-control-allow-headers': context.req.header('access-control-request-headers') ?? '',
        },
      })
    }
    await next()
    for (const [name, value] of Object.entries(corsHeaders(origin))) context.res.headers.set(name, value)
    return undefined
  }
}

function corsHeaders(origin: string): Record<string, string> {
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-allow-methods': METHODS,
    vary: 'origin',
  }
}

function allowedOrigins(env: Env): (origin: string) => boolean {
  if (env['HASURA_GRAPHQL_DISABLE_CORS'] === 'true') return () => false
  const domains = (env['HASURA_GRAPHQL_CORS_DOMAIN'] || '*').split(',').map((domain) => domain.trim())
  const matchers = domains.map(originMatcher)
  return (origin) => matchers.some((matches) => matches(origin))
}

/** `*`, an origin, or one with a star for one label: `https://*.example.com`. */
function originMatcher(domain: string): (origin: string) => boolean {
  if (domain === '*') return () => true
  const escaped = domain.replace(/[.+?^${}()|[\]\\/]/g, '\\$&').replaceAll('*', '[^./:]+')
  const pattern = new RegExp(`^${escaped}$`)
  return (origin) => pattern.test(origin)
}
