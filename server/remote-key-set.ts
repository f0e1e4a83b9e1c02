import { Doubt } from './doubt.js'
import { parseJsonObject } from './json.js'
import { createKeySet } from './key-set.js'
import type { FindKey } from './verifying-key.js'

const deadlineMs = 3_000
const maxLength = 65_536
/** How long nobody is asked again, whatever came: a failure, a set that may not be kept, or a name that no key has. */
const pauseMs = 10_000
const usualMaxAgeSeconds = 60
/** However long the set may be kept by its own words: a key that was taken out must end one day. */
const longestMaxAgeSeconds = 3_600

interface RemoteKeySet {
  url: string
  fetch: typeof globalThis.fetch
  clock: () => Date
}

/**
 * The keys at a `jwk_url`, asked for again when `Cache-Control` says so or a token names a key that is new.
 *
 * Requests share what was read, never a read under way: where each request has a life of its own, as at the edge, waiting
 * for that of another may last for ever.
 *
 * @throws Doubt `keys-unavailable`
 */
export function createRemoteKeySet({ url, fetch, clock }: RemoteKeySet): FindKey {
  let known: { find: FindKey; until: number } | undefined
  let askedAt = Number.NEGATIVE_INFINITY
  let failedAt = Number.NEGATIVE_INFINITY

  const ask = async (now: number): Promise<FindKey> => {
    askedAt = now
    try {
      const { find, maxAgeSeconds } = await fetchKeySet(url, fetch)
      known = { find, until: now + Math.max(maxAgeSeconds * 1000, pauseMs) }
      return find
    } catch {
      failedAt = now
      throw new Doubt('keys-unavailable')
    }
  }

  return async (kid) => {
    const now = clock().getTime()
    const isFresh = known !== undefined && now < known.until
    if (!known || !isFresh) {
      if (now - failedAt < pauseMs) throw new Doubt('keys-unavailable')
      return (await ask(now))(kid)
    }
    const found = await known.find(kid)
    if (found || now - askedAt < pauseMs) return found
    return (await ask(now))(kid)
  }
}

/** A redirect is no answer: the address is the one that was configured. */
async function fetchKeySet(url: string, fetch: typeof globalThis.fetch) {
  const signal = AbortSignal.timeout(deadlineMs)
  const response = await fetch(url, { headers: { accept: 'application/json' }, redirect: 'manual', signal })
  const text = await response.text()
  const jwks = text.length <= maxLength ? parseJsonObject(text) : undefined
  if (response.status !== 200 || !Array.isArray(jwks?.['keys'])) throw new TypeError('no JWKS')
  return { find: createKeySet(jwks), maxAgeSeconds: maxAgeOf(response.headers) }
}

/** @see RFC 9111 sections 4.2.3 and 5.2.2 */
function maxAgeOf(headers: Headers): number {
  const cacheControl = headers.get('cache-control') ?? ''
  if (/\bno-(store|cache)\b/i.test(cacheControl)) return 0
  const [, given] = /\bmax-age="?(\d+)/i.exec(cacheControl) ?? []
  const age = Number(headers.get('age') ?? 0) || 0
  return Math.min(Number(given ?? usualMaxAgeSeconds) - age, longestMaxAgeSeconds)
}
