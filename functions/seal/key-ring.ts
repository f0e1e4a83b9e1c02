import { hkdfSync } from 'node:crypto'
import { AppError } from '../errors.js'

const keyBytes = 32
const idLength = 10

/** How the id of a key looks; it tells which secret it is and nothing of what that is. */
export const keyIdPattern = /^[\w-]{10}$/

/** Names a secret in everything that is made with it. */
export function keyIdOf(secret: string): string {
  return Buffer.from(deriveKey(secret, 'key id')).toString('base64url').slice(0, idLength)
}

/**
 * A key for one purpose only, so that nothing made for one place is accepted in another.
 *
 * @see RFC 5869; RFC 8725 section 3.12
 */
export function deriveKey(secret: string, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', `hasura-github-auth ${purpose}`, keyBytes))
}

/** The keys of one purpose, one for each secret. */
export interface KeyRing<Key> {
  /** Makes new things. */
  current: { id: string; key: Key }
  keys: readonly { id: string; key: Key }[]
  /**
   * The key of an id; undefined for one that is retired.
   *
   * @throws AppError `unknown-key`: another deployment may have made it, and nobody can tell whether it is good
   */
  find(id: string): Key | undefined
  /**
   * For what names no key by its id, which version 0.1.0 made, and what no key opens: it is none of ours where one
   * secret was ever known.
   *
   * @throws AppError `unknown-key` where there were several
   */
  refuseUnnamed(): undefined
}

/** @param secrets the first one makes new things, every one is accepted */
export function createKeyRing<Key>(
  secrets: readonly string[],
  retiredIds: readonly string[],
  derive: (secret: string) => Key,
): KeyRing<Key> {
  const keys = secrets.map((secret) => namedKey(secret, derive))
  const [current] = keys
  if (!current) throw new TypeError('a key ring needs a secret')
  return {
    current,
    keys,
    find(id) {
      const found = keys.find((candidate) => candidate.id === id)
      if (!found && !retiredIds.includes(id)) throw unknownKey()
      return found?.key
    },
    refuseUnnamed() {
      if (keys.length > 1) throw unknownKey()
      return undefined
    },
  }
}

/** A key and its id, each derived when it is first asked for: most requests need neither. */
function namedKey<Key>(secret: string, derive: (secret: string) => Key): { id: string; key: Key } {
  let id: string | undefined
  let key: Key | undefined
  return {
    get id() {
      id ??= keyIdOf(secret)
      return id
    },
    get key() {
      key ??= derive(secret)
      return key
    },
  }
}

function unknownKey(): AppError {
  return new AppError('unknown-key', {
    reason: 'made with a secret that is neither in AUTH_SECRETS_ACCEPTED nor in AUTH_SECRETS_RETIRED',
  })
}
