import jwt from 'jsonwebtoken'
import type { JwtConfig } from '../config/jwt-config.js'
import { toSeconds } from '../time.js'

/**
 * How far the clocks of two machines may be apart, in seconds. `iat` is dated back by it, because Hasura refuses a token
 * of the future; whoever hands out a token leaves as much at its end.
 */
export const clockToleranceSeconds = 60

interface Minting {
  subject: string
  hasuraClaims: Record<string, string | string[]>
  /** From now on; `exp − iat` is longer by the tolerance. */
  lifetimeSeconds: number
  now: Date
}

export interface MintedToken {
  token: string
  expiresAt: Date
}

/**
 * Signs an access token that Hasura verifies by itself.
 *
 * `iat` and `exp` are set here as numbers of seconds: as texts, jsonwebtoken would read milliseconds.
 *
 * @see RFC 7519 section 4.1; RFC 8725 sections 3.1 and 3.8 to 3.9
 */
export function mintToken(
  config: JwtConfig,
  { subject, hasuraClaims, lifetimeSeconds, now }: Minting,
): MintedToken {
  const nowSeconds = toSeconds(now)
  const expiresAt = nowSeconds + lifetimeSeconds
  const payload = {
    sub: subject,
    iss: config.issuer,
    aud: config.audience,
    iat: nowSeconds - clockToleranceSeconds,
    exp: expiresAt,
    [config.claimsNamespace]: config.claimsFormat === 'json' ? hasuraClaims : JSON.stringify(hasuraClaims),
  }
  return { token: signPayload(config, payload), expiresAt: new Date(expiresAt * 1000) }
}

/**
 * Signs with the configured key, whose algorithm is the only one.
 *
 * @param type the header's `typ`, by which kinds of tokens are told apart
 * @see RFC 8725 sections 3.1 and 3.11
 */
export function signPayload(
  { signingKey }: JwtConfig,
  payload: { iat: number; exp: number },
  type = 'JWT',
): string {
  const { key, algorithm, kid } = signingKey
  return jwt.sign(payload, key, {
    algorithm,
    header: { alg: algorithm, typ: type },
    ...(kid && { keyid: kid }),
  })
}
