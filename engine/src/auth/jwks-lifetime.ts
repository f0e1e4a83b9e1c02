import { maxAgeMs } from './max-age.js'

const RECHECK_MS = 60_000

/**
 * For how long a fetched JWKS is good, by Hasura's rules: `Cache-Control` before `Expires`, and for ever when
 * neither says anything.
 *
 * @returns milliseconds, or `undefined` for ever
 */
export function jwksLifetimeMs(headers: Headers, now: Date): number | undefined {
  const cacheControl = headers.get('cache-control')
  const fromCacheControl = cacheControl === null ? undefined : cacheControlLifetimeMs(cacheControl)
  if (fromCacheControl !== undefined) return fromCacheControl
  const expires = Date.parse(headers.get('expires') ?? '')
  return Number.isNaN(expires) ? undefined : Math.max(expires - now.getTime(), 0)
}

function cacheControlLifetimeMs(cacheControl: string): number | undefined {
  const directives = cacheControl.toLowerCase()
  if (/\b(no-store|no-cache|must-revalidate)\b/.test(directives) && !/max-?age=/.test(directives))
    return RECHECK_MS
  return maxAgeMs(cacheControl)
}
