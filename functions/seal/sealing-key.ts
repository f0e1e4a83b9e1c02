import { createHash, createSecretKey, type KeyObject } from 'node:crypto'
import { deriveKey } from './key-ring.js'

/** What sealed things are for. Each has a key and a `typ` of its own. */
export type Purpose = 'transaction' | 'state' | 'github-token' | 'device-code'

export interface SealingKey {
  key: KeyObject
  /** What version 0.1.0 called it: a name of its own for each purpose. */
  formerId: string
}

/** The key with which a secret seals things of one purpose. */
export function sealingKeyOf(secret: string, purpose: Purpose): SealingKey {
  const key = deriveKey(secret, `seal ${purpose}`)
  const formerId = createHash('sha256').update(key).digest('base64url').slice(0, 8)
  return { key: createSecretKey(key), formerId }
}
