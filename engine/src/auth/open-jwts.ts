import { type JwksDeps, openJwks } from './jwks.js'
import type { JwtSecret } from './jwt-config.js'
import { staticKey } from './static-key.js'
import type { KeySource } from './verification-key.js'

interface Jwt {
  secret: JwtSecret
  keys: KeySource
}

/** One after the other, so that what one of them refuses finds those before it in hand. */
export async function openJwts(secrets: readonly JwtSecret[], deps: JwksDeps): Promise<Jwt[]> {
  const opened: Jwt[] = []
  try {
    for (const secret of secrets) opened.push({ secret, keys: await openKeys(secret, deps) })
  } catch (error) {
    closeJwts(opened)
    throw error
  }
  return opened
}

export function closeJwts(jwts: readonly Jwt[]): void {
  for (const { keys } of jwts) keys.close()
}

async function openKeys(secret: JwtSecret, deps: JwksDeps): Promise<KeySource> {
  if (secret.jwk_url !== undefined) return openJwks(secret.jwk_url, deps)
  if (secret.type === undefined || secret.key === undefined) throw new TypeError('the schema demands both')
  const key = staticKey(secret.type, secret.key)
  return { current: () => [key], close: () => {} }
}
