import { safeReturnTo } from './return-to.js'

/** Says that the browser has been sent here already, in case a proxy in front hides the host that it asked for. */
const mark = { canonical: '1' }

/**
 * Where a sign-in that begins on another host of the same deployment must begin instead: a cookie that an alias or an
 * old deployment sets would not come along to the callback.
 *
 * @returns undefined on the canonical host, and when the browser was sent on before
 */
export function canonicalStart(
  request: Request,
  query: { returnTo?: string | undefined; canonical?: string | undefined },
  authUrl: string,
): string | undefined {
  const canonical = new URL('/api/auth/signin/github', authUrl)
  if (new URL(request.url).host === canonical.host || query.canonical !== undefined) return undefined
  const returnTo = safeReturnTo(query.returnTo, authUrl)
  canonical.search = new URLSearchParams({ returnTo, ...mark }).toString()
  return canonical.href
}
