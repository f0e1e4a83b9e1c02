import { hasAnswer, isApiPath, isAt, parseUrl } from '../config/url.js'

export const defaultPage = '/'
const signInPages: ReadonlySet<string> = new Set(['/signin', '/api/auth/signin'])

// A sealed cookie must stay below 4096 bytes with the longest of these in it.
const maxLength = 1024

/**
 * Where the browser goes after sign-in: a page of our own origin, whatever was asked for. A function of ours is no page,
 * and what looks like GitHub's answer would be taken for one there.
 *
 * The value is parsed as a browser would, compared by origin and written anew, because what looks like a path may
 * leave the origin (`/\evil`, `/<tab>/evil`) and what stays may leave when it is read again (`/.//evil`).
 *
 * @returns path, query and fragment; the default page for everything else
 * @see RFC 9700 section 4.11.1
 */
export function safeReturnTo(value: string | undefined, origin: string): string {
  if (value === undefined || !isPrintable(value)) return defaultPage
  const url = parseUrl(value, origin)
  if (!url || !isAt(url, origin) || url.username || url.password) return defaultPage
  if (isApiPath(url.pathname) || hasAnswer(url)) return defaultPage
  const path = `${url.pathname.replace(/^\/+/, '/')}${url.search}${url.hash}`
  // Measured as it is written: one character of the value may be nine here.
  return path.length > maxLength ? defaultPage : path
}

/**
 * What the sign-in page was asked to return to, where it has no JavaScript to say so: its own address comes along as the
 * referrer. Another page's says nothing.
 */
export function returnToOfPage(request: Request, origin: string): string | undefined {
  const page = parseUrl(request.headers.get('referer') ?? '')
  // An alias of ours, or our own origin, which an app that stands before us hides from the request.
  const hosts = [new URL(request.url).host, new URL(origin).host]
  if (!page || !hosts.includes(page.host) || !signInPages.has(page.pathname)) return undefined
  return page.searchParams.get('returnTo') ?? page.searchParams.get('callbackUrl') ?? undefined
}

/** No control characters and no half of a surrogate pair: both are trouble in a header. */
function isPrintable(value: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there.
  return !/[\u0000-\u001f\u007f]/.test(value) && value.isWellFormed()
}
