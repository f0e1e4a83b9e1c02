import type { Config } from '../config/config.js'
import { isPreviewOrigin } from '../config/preview-origin.js'
import { hasAnswer, isApiPath, isAt, parseUrl } from '../config/url.js'
import { AppError } from '../errors.js'

/**
 * Checks where somebody who starts the GraphQL flow wants the browser to come back to: a page of our own origin, of a
 * listed origin, or exactly a listed URL. A preview is none of these: whoever finds a name that a pattern of previews
 * fits could have other people's codes sent there, with a verifier of their own. Neither is a function of ours, which
 * would do something by being visited, nor an address that brings an answer along.
 *
 * @throws AppError `invalid-input`
 * @see RFC 9700 sections 2.1 and 4.1
 */
export function requireAllowedRedirect(redirectTo: string, config: Config): URL {
  return requireRedirect(redirectTo, (url) => isListed(url, config))
}

/**
 * Checks once more where a sealed state sends the browser. A preview may have sealed it for itself: it has our key.
 *
 * @throws AppError `invalid-input`
 */
export function requireAllowedBounce(redirectTo: string, config: Config): URL {
  const { previewOrigins } = config
  return requireRedirect(
    redirectTo,
    (url) => isListed(url, config) || (isAt(url, url.origin) && isPreviewOrigin(url.origin, previewOrigins)),
  )
}

function requireRedirect(redirectTo: string, isAllowed: (url: URL) => boolean): URL {
  const url = parseUrl(redirectTo)
  if (!url || !isPlain(url) || hasAnswer(url) || !isAllowed(url)) {
    throw new AppError('invalid-input', { reason: 'redirectTo is not in ALLOWED_REDIRECTS' })
  }
  return url
}

/** Credentials and fragments have no place in a redirect URI (RFC 6749 section 3.1.2). */
function isPlain(url: URL): boolean {
  return !url.username && !url.password && !url.hash
}

function isListed(url: URL, { authUrl, allowedRedirects }: Config): boolean {
  if (isAt(url, authUrl) && isApiPath(url.pathname)) return false
  return [authUrl, ...allowedRedirects].some((entry) => {
    const allowed = new URL(entry)
    const wholeOrigin = allowed.pathname === '/' && isAt(url, allowed.origin)
    return wholeOrigin || allowed.href === url.href
  })
}
