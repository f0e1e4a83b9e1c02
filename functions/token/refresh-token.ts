import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import { createKeyRing, deriveKey } from '../seal/key-ring.js'
import { sameSecret } from '../seal/same-secret.js'

/** Which session a refresh token belongs to, and how often it had been rotated when the token was given out. */
export interface RefreshTokenParts {
  sessionId: string
  generation: number
}

export interface RefreshTokens {
  mint(parts: RefreshTokenParts): string
  /**
   * Gives the parts of a token that we made, undefined for every other text. Touches no network.
   *
   * @throws AppError `unknown-key` when it cannot be told
   */
  read(token: string): RefreshTokenParts | undefined
}

// v2 . session id . generation . id of the key . HMAC-SHA-256 in base64url. v1, of version 0.1.0, names no key.
// 256 bits leave two of the last character unused: they are 0, so that a token has one spelling (RFC 4648 section 3.5).
const format =
  /^(?=v1(?:\.[^.]+){3}$|v2(?:\.[^.]+){4}$)(v[12]\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([1-9]\d{0,8})(?:\.([\w-]{10}))?)\.([\w-]{42}[AEIMQUYcgkosw048])$/

/**
 * Refresh tokens are a MAC over session and generation: the database holds nothing that could be replayed, and the
 * successor of a token is the same however often it is asked for.
 *
 * @param secrets the first one signs, every one is accepted
 * @param retiredIds the ids of secrets whose tokens are good no more
 * @see RFC 9700 section 4.14
 */
export function createRefreshTokens(
  secrets: readonly string[],
  retiredIds: readonly string[] = [],
): RefreshTokens {
  const ring = createKeyRing(secrets, retiredIds, (secret) =>
    createSecretKey(deriveKey(secret, 'refresh-token')),
  )
  return {
    mint({ sessionId, generation }) {
      const content = `v2.${sessionId}.${generation}.${ring.current.id}`
      return `${content}.${mac(ring.current.key, content).toString('base64url')}`
    },
    read(token) {
      const found = format.exec(token)
      if (!found) return undefined
      const [, content = '', sessionId = '', generation = '', keyId, given = ''] = found
      const signature = Buffer.from(given, 'base64url')
      const candidates = keyId === undefined ? ring.keys.map(({ key }) => key) : [ring.find(keyId)]
      const genuine = candidates.some((key) => key && sameSecret(mac(key, content), signature))
      if (genuine) return { sessionId, generation: Number(generation) }
      return keyId === undefined ? ring.refuseUnnamed() : undefined
    },
  }
}

function mac(key: KeyObject, content: string): Buffer {
  return createHmac('sha256', key).update(content).digest()
}
