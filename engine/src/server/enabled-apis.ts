import type { Env } from '../metadata/env-template.js'

const APIS = ['metadata', 'graphql', 'pgdump', 'config'] as const
type Api = (typeof APIS)[number]

/** `HASURA_GRAPHQL_ENABLED_APIS`: the others are not there. */
export function enabledApis(env: Env): ReadonlySet<Api> {
  const named = env['HASURA_GRAPHQL_ENABLED_APIS']
  if (!named) return new Set(APIS)
  const wanted = named.split(',').map((name) => name.trim().toLowerCase())
  return new Set(APIS.filter((api) => wanted.includes(api)))
}
