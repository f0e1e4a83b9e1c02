import type { Config } from '../config/config.js'
import { isPreviewOrigin } from '../config/preview-origin.js'
import { hasAnswer, hintOnLoopback, isApiPath, isAt, parseUrl } from '../config/url.js'
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
  return requireRedirect(redirectTo, config, (url) => isListed(url, config))
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
    config,
    (url) => isListed(url, config) || (isAt(url, url.origin) && isPreviewOrigin(url.origin, previewOrigins)),
  )
}

function requireRedirect(redirectTo: string, { authUrl }: Config, isAllowed: (url: URL) => boolean): URL {
  const url = parseUrl(redirectTo)
  if (!url) throw refusal('redirectTo is not an absolute URL', authUrl)
  const problem = findProblem(url, authUrl, isAllowed)
  if (problem !== undefined) throw refusal(problem, authUrl)
  return url
}

function refusal(reason: string, authUrl: string): AppError {
  return new AppError('invalid-input', { reason, hint: hintOnLoopback(authUrl, reason) })
}

/** Names the origin and no more: path and query are the caller's. */
function findProblem(url: URL, authUrl: string, isAllowed: (url: URL) => boolean): string | undefined {
  // Credentials and fragments have no place in a redirect URI (RFC 6749 section 3.1.2).
  if (url.username || url.password || url.hash) return 'redirectTo has credentials or a fragment'
  if (hasAnswer(url)) return 'redirectTo brings a code, state, error or iss along'
  if (isAllowed(url)) return undefined
  if (isAt(url, authUrl)) return 'redirectTo leads to a function of ours'
  return `redirectTo leads to ${url.origin}, which is not in ALLOWED_REDIRECTS: add the origin or the whole URL if it is yours`
}

function isListed(url: URL, { authUrl, allowedRedirects }: Config): boolean {
  if (isAt(url, authUrl) && isApiPath(url.pathname)) return false
  return [authUrl, ...allowedRedirects].some((entry) => {
    const allowed = new URL(entry)
    const wholeOrigin = allowed.pathname === '/' && isAt(url, allowed.origin)
    return wholeOrigin || allowed.href === url.href
  })
}
