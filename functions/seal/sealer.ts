import type { KeyObject } from 'node:crypto'
import * as z from 'zod'
import { toSeconds } from '../time.js'
import { claimedNames, decryptJwe, encryptJwe } from './jwe.js'
import { createKeyRing, type KeyRing, keyIdPattern } from './key-ring.js'
import { type Purpose, type SealingKey, sealingKeyOf } from './sealing-key.js'

export interface Sealer {
  /** Encrypts and authenticates; without `expiresInSeconds` it never expires. */
  seal(purpose: Purpose, content: Record<string, unknown>, expiresInSeconds?: number): Promise<string>
  /**
   * Gives the content, or undefined for anything forged, expired, foreign or of another shape.
   *
   * @throws AppError `unknown-key` when it cannot be told
   */
  open<T>(purpose: Purpose, shape: z.ZodType<T>, sealed: string): Promise<T | undefined>
  /** Whether it was sealed with the secret that seals now. What rests for long must move on before the old one goes. */
  isCurrent(purpose: Purpose, sealed: string): boolean
}

// Sealed things travel in cookies and URLs: anything longer was not made here.
const maxSealedLength = 8192

/**
 * Seals state, cookies and GitHub tokens as JWE (`dir`, A256GCM) whose `kid` names the secret.
 *
 * @param secrets the first one seals, every one opens, so that a secret can be replaced without ending sign-ins
 * @param retiredIds the ids of secrets whose texts open no more
 * @see RFC 7516; RFC 8725 sections 3.11 and 3.12
 */
export function createSealer(
  secrets: readonly string[],
  now: () => Date,
  retiredIds: readonly string[] = [],
): Sealer {
  const rings = new Map<Purpose, KeyRing<SealingKey>>()
  const ringOf = (purpose: Purpose) => {
    const ring =
      rings.get(purpose) ?? createKeyRing(secrets, retiredIds, (secret) => sealingKeyOf(secret, purpose))
    rings.set(purpose, ring)
    return ring
  }

  return {
    async seal(purpose, content, expiresInSeconds) {
      const { id: kid, key } = ringOf(purpose).current
      const exp = expiresInSeconds === undefined ? undefined : toSeconds(now()) + expiresInSeconds
      return encryptJwe({ typ: purpose, kid }, key.key, { content, exp })
    },

    async open(purpose, shape, sealed) {
      if (sealed.length > maxSealedLength) return undefined
      const key = findKey(ringOf(purpose), purpose, sealed)
      const parsed = shape.safeParse(key && decrypt(sealed, key.key, now()))
      return parsed.success ? parsed.data : undefined
    },

    isCurrent(purpose, sealed) {
      return claimedNames(sealed).kid === ringOf(purpose).current.id
    },
  }
}

/** The kid only chooses among our own keys (RFC 8725 section 3.10). */
function findKey(ring: KeyRing<SealingKey>, purpose: Purpose, sealed: string): SealingKey | undefined {
  const { typ, kid } = claimedNames(sealed)
  if (typ !== purpose || typeof kid !== 'string') return undefined
  if (keyIdPattern.test(kid)) return ring.find(kid)
  const former = ring.keys.find(({ key }) => key.formerId === kid)
  return former ? former.key : ring.refuseUnnamed()
}

const claimsShape = z.object({ content: z.unknown(), exp: z.number().optional(), nbf: z.number().optional() })

/** @see RFC 7519 sections 4.1.4 and 4.1.5 */
function decrypt(sealed: string, key: KeyObject, now: Date): unknown {
  const nowSeconds = toSeconds(now)
  try {
    const { content, exp, nbf } = claimsShape.parse(decryptJwe(sealed, key))
    const isOver = exp !== undefined && exp <= nowSeconds
    return isOver || (nbf !== undefined && nbf > nowSeconds) ? undefined : content
  } catch {
    // Every reason reads the same outside: it is not ours, or not any more.
    return undefined
  }
}
