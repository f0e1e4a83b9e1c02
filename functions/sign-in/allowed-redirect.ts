import type { Config } from '../config/config.js'
import { isPreviewOrigin } from '../config/preview-origin.js'
import { AppError } from '../errors.js'
import { parseUrl } from '../http/parse-url.js'

/**
 * Checks where the GraphQL flow wants the browser to come back to: a page of our own origin, of a listed origin, or
 * exactly a listed URL.
 *
 * @throws AppError `invalid-input`
 * @see RFC 9700 sections 2.1 and 4.1
 */
export function requireAllowedRedirect(redirectTo: string, config: Config): URL {
  const url = parseUrl(redirectTo)
  if (!url || !isPlain(url) || !isAllowed(url, config)) {
    throw new AppError('invalid-input', { reason: 'redirectTo is not in ALLOWED_REDIRECTS' })
  }
  return url
}

/** Credentials and fragments have no place in a redirect URI (RFC 6749 section 3.1.2). */
function isPlain(url: URL): boolean {
  return !url.username && !url.password && !url.hash
}

function isAllowed(url: URL, { authUrl, allowedRedirects, previewOrigins }: Config): boolean {
  return isListed(url, [authUrl, ...allowedRedirects]) || isPreviewOrigin(url.origin, previewOrigins)
}

function isListed(url: URL, list: readonly string[]): boolean {
  return list.some((entry) => {
    const allowed = new URL(entry)
    const wholeOrigin = allowed.pathname === '/' && allowed.origin === url.origin
    return wholeOrigin || allowed.href === url.href
  })
}
