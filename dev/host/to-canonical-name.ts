import { copyRequest } from './copy-request.js'

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * Gives this machine one name. A page that was asked for by another one of its names is sent to the one of `AUTH_URL`,
 * because cookies, storage and the check of an origin know one name only; a call from a program is taken as if it had
 * come by that name. An `AUTH_URL` that is none is for the functions to complain about.
 *
 * @returns where to go instead, or the request to answer
 */
export function toCanonicalName(request: Request, authUrl: string | undefined): Request | Response {
  const url = new URL(request.url)
  const canonical = authUrl !== undefined && URL.canParse(authUrl) ? new URL(authUrl) : undefined
  if (!canonical || !isOtherName(url, canonical)) return request
  const { origin } = url
  url.hostname = canonical.hostname
  if (asksForPage(request, url)) return new Response(null, { status: 307, headers: { location: url.href } })
  const headers = new Headers(request.headers)
  headers.set('host', canonical.host)
  if (headers.get('origin') === origin) headers.set('origin', canonical.origin)
  return copyRequest(request, url, headers)
}

function isOtherName(url: URL, canonical: URL): boolean {
  const areLoopback = loopbackNames.has(url.hostname) && loopbackNames.has(canonical.hostname)
  return areLoopback && url.origin !== canonical.origin && url.port === canonical.port
}

/** Whatever is no function is a page or part of one; a function is when a browser goes there. */
function asksForPage({ method, headers }: Request, { pathname }: URL): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false
  const isNavigation =
    headers.get('sec-fetch-mode') === 'navigate' || (headers.get('accept') ?? '').includes('text/html')
  return isNavigation || !pathname.startsWith('/api/')
}
