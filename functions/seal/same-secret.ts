import { createHash, timingSafeEqual } from 'node:crypto'

/** Compares secrets in constant time. Digests have one length, so that it tells nothing about that of the secrets. */
export function sameSecret(a: string | Uint8Array, b: string | Uint8Array): boolean {
  return timingSafeEqual(digest(a), digest(b))
}

function digest(secret: string | Uint8Array): Buffer {
  return createHash('sha256').update(secret).digest()
}
