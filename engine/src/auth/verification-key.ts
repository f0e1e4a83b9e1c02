import type { CryptoKey, KeyObject } from 'jose'

/** A key with the algorithms of the tokens that it may verify. */
export interface VerificationKey {
  key: Uint8Array | CryptoKey | KeyObject
  algorithms: string[]
}

/** Where verification finds its keys; a JWKS replaces them while the engine runs. */
export interface KeySource {
  current(): readonly VerificationKey[]
  close(): void
}
