import type { Env } from '../metadata/env-template.js'

export type OriginCheck = (origin: string) => boolean

/** Every origin, unless `HASURA_GRAPHQL_CORS_DOMAIN` lists some or CORS is disabled. */
export function allowedOrigins(env: Env): OriginCheck {
  if (env['HASURA_GRAPHQL_DISABLE_CORS'] === 'true') return () => false
  const domains = (env['HASURA_GRAPHQL_CORS_DOMAIN'] || '*').split(',').map((domain) => domain.trim())
  const matchers = domains.map(originMatcher)
  return (origin) => matchers.some((matches) => matches(origin))
}

/** `*`, an origin, or one with a star for one label: `https://*.example.com`. */
function originMatcher(domain: string): OriginCheck {
  if (domain === '*') return () => true
  const escaped = domain.replace(/[.+?^${}()|[\]\\/]/g, '\\$&').replaceAll('*', '[^./:]+')
  const pattern = new RegExp(`^${escaped}$`)
  return (origin) => pattern.test(origin)
}
