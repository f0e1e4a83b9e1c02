import type { Env } from '../metadata/env-template.js'

type OriginCheck = (origin: string) => boolean

export interface Origins {
  /** Do pages from there get answers that their browser lets them read? */
  isAllowed: OriginCheck
  /** May they open sockets? Where CORS is disabled everybody may. */
  maySubscribe: OriginCheck
  /** Are the cookies of a page's socket looked at? Without CORS any page of the world could send them. */
  readsSocketCookies: boolean
}

/** So many are told of: a program may send a new one with each request. */
const maxTold = 20

/** With a scheme, one star for a first label, and maybe a port, as Hasura.Server.Cors demands. */
const DOMAIN = /^[a-z][a-z0-9+.-]*:\/\/(?:\*\.)?(?:[a-z0-9_-]+\.)*[a-z0-9_-]+(?::[0-9]+)?$/i

/**
 * Every origin, unless `HASURA_GRAPHQL_CORS_DOMAIN` lists some or CORS is disabled.
 *
 * @param log is told of each origin that is not listed, once: a browser tells its page nothing of the reason
 * @throws Error for a domain that no origin could match
 */
export function readOrigins(env: Env, log: (message: string) => void): Origins {
  if (env['HASURA_GRAPHQL_DISABLE_CORS'] === 'true') {
    const readsSocketCookies = env['HASURA_GRAPHQL_WS_READ_COOKIE'] === 'true'
    return { isAllowed: () => false, maySubscribe: () => true, readsSocketCookies }
  }
  const configured = env['HASURA_GRAPHQL_CORS_DOMAIN'] || '*'
  const matchers = configured === '*' ? [() => true] : configured.split(',').map(originMatcher)
  const told = new Set<string>()
  const isAllowed: OriginCheck = (origin) => {
    if (matchers.some((matches) => matches(origin))) return true
    if (told.size < maxTold && !told.has(origin)) {
      told.add(origin)
      log(
        `Pages of ${origin} get no answer: add that origin to HASURA_GRAPHQL_CORS_DOMAIN if they are yours.`,
      )
    }
    return false
  }
  return { isAllowed, maySubscribe: isAllowed, readsSocketCookies: true }
}

/** An origin, or one with a star for its first label: `https://*.example.com`. */
function originMatcher(listed: string): OriginCheck {
  const domain = listed.trim()
  if (!DOMAIN.test(domain)) throw new Error(`HASURA_GRAPHQL_CORS_DOMAIN: invalid domain: '${domain}'`)
  const escaped = domain.replace(/[.+*]/g, '\\$&').replace('\\*', '[^./:]+')
  const pattern = new RegExp(`^${escaped}$`)
  return (origin) => pattern.test(origin)
}
