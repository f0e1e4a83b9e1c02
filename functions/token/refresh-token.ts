import { createHmac } from 'node:crypto'
import { deriveKey } from '../seal/derive-key.js'
import { sameSecret } from '../seal/same-secret.js'

/** Which session a refresh token belongs to, and how often it had been rotated when the token was given out. */
export interface RefreshTokenParts {
  sessionId: string
  generation: number
}

export interface RefreshTokens {
  mint(parts: RefreshTokenParts): string
  /** Gives the parts of a token that we made, undefined for every other text. Touches no network. */
  read(token: string): RefreshTokenParts | undefined
}

// v1 . session id . generation . HMAC-SHA-256 in base64url
const format = /^(v1\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([1-9]\d{0,8}))\.([\w-]{43})$/

/**
 * Refresh tokens are a MAC over session and generation: the database holds nothing that could be replayed, and the
 * successor of a token is the same however often it is asked for.
 *
 * @param secrets the first one signs, every one is accepted
 * @see RFC 9700 section 4.14
 */
export function createRefreshTokens(secrets: readonly string[]): RefreshTokens {
  const keys = secrets.map((secret) => deriveKey(secret, 'refresh-token'))
  const [current] = keys
  if (!current) throw new TypeError('refresh tokens need a secret')
  return {
    mint({ sessionId, generation }) {
      const content = `v1.${sessionId}.${generation}`
      return `${content}.${mac(current, content).toString('base64url')}`
    },
    read(token) {
      const [, content = '', sessionId = '', generation = '', given = ''] = format.exec(token) ?? []
      const signature = Buffer.from(given, 'base64url')
      const genuine = keys.some((key) => sameSecret(mac(key, content), signature))
      return genuine ? { sessionId, generation: Number(generation) } : undefined
    },
  }
}

function mac(key: Uint8Array, content: string): Buffer {
  return createHmac('sha256', key).update(content).digest()
}
