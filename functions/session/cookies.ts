import type { Config } from '../config/config.js'
import type { Deps } from '../deps.js'
import { clearCookie, cookieValues, readCookie, setCookie } from '../http/cookies.js'
import type { SessionGrant } from './grant.js'
import { signView } from './view.js'

// A browser drops a cookie whose name and value are over 4096 bytes together (RFC 6265bis section 5.6).
const maxValueLength = 4000

/**
 * The cookies of a signed-in browser: the refresh token, and the access token with its view, which take a second one where
 * they are long. A second one of before is cleared, so that no view is put together of two.
 */
export function sessionCookies(deps: Pick<Deps, 'config' | 'now'>, grant: SessionGrant): string[] {
  const { refreshToken, refreshExpiresAt, accessToken } = grant
  const origin = deps.config.authUrl
  const refreshSeconds = secondsUntil(refreshExpiresAt, deps.now())
  const accessSeconds = secondsUntil(accessToken.expiresAt, deps.now())
  const signed = signView(deps, grant)
  const [start, rest] = [signed.slice(0, maxValueLength), signed.slice(maxValueLength)]
  return [
    setCookie(origin, { name: 'gha-refresh', value: refreshToken, maxAgeSeconds: refreshSeconds }),
    setCookie(origin, { name: 'gha-access', value: start, maxAgeSeconds: accessSeconds }),
    rest === ''
      ? clearCookie(origin, 'gha-access-1')
      : setCookie(origin, { name: 'gha-access-1', value: rest, maxAgeSeconds: accessSeconds }),
  ]
}

export function endedSessionCookies({ authUrl }: Config): string[] {
  return (['gha-refresh', 'gha-access', 'gha-access-1'] as const).map((name) => clearCookie(authUrl, name))
}

/**
 * Ends the cookies of a session that was signed out, and remembers which it was for as long as one of its access tokens
 * may live: an answer that was on its way could set them again.
 */
export function signedOutCookies(config: Config, sessionId: string): string[] {
  const maxAgeSeconds = config.accessTokenSeconds + 60
  return [
    ...endedSessionCookies(config),
    setCookie(config.authUrl, { name: 'gha-ended', value: sessionId, maxAgeSeconds }),
  ]
}

/** Whether a refresh cookie came at all, readable or not. */
export function hasRefreshCookie(request: Request, { authUrl }: Config): boolean {
  return cookieValues(request, authUrl, 'gha-refresh').length > 0
}

/** What the browser sent, still unverified. */
export function readSessionCookies(
  request: Request,
  { authUrl }: Config,
): { refreshToken?: string; signedView?: string; endedSessionId?: string } {
  const refreshToken = readCookie(request, authUrl, 'gha-refresh')
  const start = readCookie(request, authUrl, 'gha-access')
  const signedView = start && start + (readCookie(request, authUrl, 'gha-access-1') ?? '')
  const endedSessionId = readCookie(request, authUrl, 'gha-ended')
  return {
    ...(refreshToken && { refreshToken }),
    ...(signedView && { signedView }),
    ...(endedSessionId && { endedSessionId }),
  }
}

function secondsUntil(date: Date, now: Date): number {
  return Math.max(0, Math.floor((date.getTime() - now.getTime()) / 1000))
}
