import type { Env } from '../metadata/env-template.js'

export type OriginCheck = (origin: string) => boolean

/** So many are told of: a program may send a new one with each request. */
const maxTold = 20

/**
 * Every origin, unless `HASURA_GRAPHQL_CORS_DOMAIN` lists some or CORS is disabled.
 *
 * @param log is told of each origin that is not listed, once: a browser tells its page nothing of the reason
 */
export function allowedOrigins(env: Env, log: (message: string) => void = () => {}): OriginCheck {
  if (env['HASURA_GRAPHQL_DISABLE_CORS'] === 'true') return () => false
  const domains = (env['HASURA_GRAPHQL_CORS_DOMAIN'] || '*').split(',').map((domain) => domain.trim())
  const matchers = domains.map(originMatcher)
  const told = new Set<string>()
  return (origin) => {
    if (matchers.some((matches) => matches(origin))) return true
    if (told.size < maxTold && !told.has(origin)) {
      told.add(origin)
      log(
        `Pages of ${origin} get no answer: add that origin to HASURA_GRAPHQL_CORS_DOMAIN if they are yours.`,
      )
    }
    return false
  }
}

/** `*`, an origin, or one with a star for one label: `https://*.example.com`. */
function originMatcher(domain: string): OriginCheck {
  if (domain === '*') return () => true
  const escaped = domain.replace(/[.+?^${}()|[\]\\/]/g, '\\$&').replaceAll('*', '[^./:]+')
  const pattern = new RegExp(`^${escaped}$`)
  return (origin) => pattern.test(origin)
}
