import type { MiddlewareHandler } from 'hono'
import type { Origins } from './read-origins.js'

const METHODS = 'GET,POST,PUT,PATCH,DELETE,OPTIONS'
const PREFLIGHT_SECONDS = '1728000'

/** Answers browsers of other origins as Hasura.Server.Middleware does: with no `Vary`, and nothing of exposed headers. */
export function cors(isAllowed: Origins['isAllowed']): MiddlewareHandler {
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
          'content-type': 'text/plain charset=UTF-8',
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
  }
}
