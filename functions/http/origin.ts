import { hintOnLoopback, parseUrl } from '../config/url.js'
import { AppError } from '../errors.js'

/**
 * Lets only our own pages change something: one of two headers, which no page can forge, must say so.
 *
 * @throws AppError `cross-site`
 * @see https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
 */
export function requireSameOrigin(request: Request, origin: string): void {
  const site = request.headers.get('sec-fetch-site')
  const sender = request.headers.get('origin')
  const contradicted = (site !== null && site !== 'same-origin') || (sender !== null && sender !== origin)
  const proven = site !== null || sender !== null
  if (!contradicted && proven) return
  const reason = `${describeSender(sender)}, and our own pages are at ${origin} (AUTH_URL)`
  throw new AppError('cross-site', { reason, hint: hintOnLoopback(origin, reason) })
}

function describeSender(sender: string | null): string {
  if (sender === null) return 'no origin was named'
  const url = parseUrl(sender)
  return url ? `the origin is ${url.origin}` : 'the origin is none'
}
