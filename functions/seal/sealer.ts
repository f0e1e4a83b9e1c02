import { createHash } from 'node:crypto'
import { decodeProtectedHeader } from 'jose/decode/protected_header'
import { jwtDecrypt } from 'jose/jwt/decrypt'
import { EncryptJWT } from 'jose/jwt/encrypt'
import type { z } from 'zod'
import { deriveKey } from './derive-key.js'

/** What sealed things are for. Each has a key and a `typ` of its own. */
export type Purpose = 'transaction' | 'state' | 'access' | 'github-token' | 'device-code'

export interface Sealer {
  /** Encrypts and authenticates; without `expiresInSeconds` it never expires. */
  seal(purpose: Purpose, content: Record<string, unknown>, expiresInSeconds?: number): Promise<string>
  /** Gives the content, or undefined for anything forged, expired, foreign or of another shape. */
  open<T>(purpose: Purpose, shape: z.ZodType<T>, sealed: string): Promise<T | undefined>
  /** Whether it was sealed with the secret that seals now. What rests for long must move on before the old one goes. */
  isCurrent(purpose: Purpose, sealed: string): boolean
}

interface SealingKey {
  kid: string
  key: Uint8Array
}

// Sealed things travel in cookies and URLs: anything longer was not made here.
const maxSealedLength = 8192

/**
 * Seals state, cookies and GitHub tokens as JWE (`dir`, A256GCM).
 *
 * @param secrets the first one seals, every one opens, so that a secret can be replaced without ending sign-ins
 * @see RFC 7516; RFC 8725 sections 3.11 and 3.12
 */
export function createSealer(secrets: readonly string[], now: () => Date): Sealer {
  const keysByPurpose = new Map<Purpose, SealingKey[]>()
  const keysFor = (purpose: Purpose) => {
    const keys = keysByPurpose.get(purpose) ?? secrets.map((secret) => sealingKey(secret, purpose))
    keysByPurpose.set(purpose, keys)
    return keys
  }

  return {
    async seal(purpose, content, expiresInSeconds) {
      const [current] = keysFor(purpose)
      if (!current) throw new TypeError('a sealer needs a secret')
      const header = { alg: 'dir', enc: 'A256GCM', typ: purpose, kid: current.kid }
      const token = new EncryptJWT({ content }).setProtectedHeader(header)
      if (expiresInSeconds !== undefined) token.setExpirationTime(seconds(now()) + expiresInSeconds)
      return token.encrypt(current.key)
    },

    async open(purpose, shape, sealed) {
      if (sealed.length > maxSealedLength) return undefined
      const content = await decrypt(sealed, purpose, keysFor(purpose), now())
      const parsed = shape.safeParse(content)
      return parsed.success ? parsed.data : undefined
    },

    isCurrent(purpose, sealed) {
      return decodeProtectedHeader(sealed)['kid'] === keysFor(purpose)[0]?.kid
    },
  }
}

function sealingKey(secret: string, purpose: Purpose): SealingKey {
  const key = deriveKey(secret, `seal ${purpose}`)
  return { key, kid: createHash('sha256').update(key).digest('base64url').slice(0, 8) }
}

async function decrypt(sealed: string, purpose: Purpose, keys: SealingKey[], now: Date): Promise<unknown> {
  // The kid only chooses among our own keys (RFC 8725 section 3.10).
  const byKid = ({ kid }: { kid?: string }) => {
    const found = keys.find((candidate) => candidate.kid === kid)
    if (!found) throw new Error('unknown kid')
    return found.key
  }
  const options = {
    typ: purpose,
    currentDate: now,
    keyManagementAlgorithms: ['dir'],
    contentEncryptionAlgorithms: ['A256GCM'],
  }
  try {
    return (await jwtDecrypt(sealed, byKid, options)).payload['content']
  } catch {
    // Every reason reads the same outside: it is not ours, or not any more.
    return undefined
  }
}

function seconds(date: Date): number {
  return Math.floor(date.getTime() / 1000)
}
