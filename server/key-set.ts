import { isObject, type JsonObject } from './json.js'
import { type FindKey, importJwk } from './verifying-key.js'

/** The keys of a JWKS by their names (RFC 7517 section 5); each is imported when it is first asked for. */
export function createKeySet(jwks: JsonObject): FindKey {
  const keys = Array.isArray(jwks['keys']) ? jwks['keys'].filter(isObject) : []
  const imported = new Map<string, ReturnType<FindKey>>()
  return async (kid) => {
    const jwk = keys.find((key) => key['kid'] === kid)
    // Only names of the set are remembered: those of tokens are anybody's to invent.
    if (!jwk || typeof kid !== 'string') return undefined
    const key = imported.get(kid) ?? importJwk(jwk)
    imported.set(kid, key)
    return key
  }
}
