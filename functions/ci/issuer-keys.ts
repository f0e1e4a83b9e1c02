import { createRemoteJWKSet, customFetch } from 'jose/jwks/remote'
import type { JWTVerifyGetKey } from 'jose/jwt/verify'
import type { CiLogin } from '../config/ci-login.js'

const cacheMs = 600_000
const cooldownMs = 30_000

/** The issuer's keys, fetched when first needed and kept for ten minutes; an unknown key asks again, but not often. */
export function createIssuerKeys(login: CiLogin, fetch: typeof globalThis.fetch): JWTVerifyGetKey {
  const url = new URL(`${login.issuer}/.well-known/jwks`)
  return createRemoteJWKSet(url, { [customFetch]: fetch, cacheMaxAge: cacheMs, cooldownDuration: cooldownMs })
}
