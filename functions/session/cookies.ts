import type { Deps } from '../deps.js'
import { clearCookie, readCookie, setCookie } from '../http/cookies.js'
import type { SessionGrant } from './grant.js'
import { sealedPart } from './view.js'

/** The two cookies of a signed-in browser: the refresh token, and the sealed view with the access token. */
export async function sessionCookies(deps: Deps, grant: SessionGrant): Promise<string[]> {
  const origin = deps.config.authUrl
  const sealedView = await deps.sealer.seal(
    'access',
    sealedPart(grant),
    secondsUntil(grant.accessToken.expiresAt, deps),
  )
  return [
    setCookie(origin, {
      name: 'gha-refresh',
      value: grant.refreshToken,
      maxAgeSeconds: secondsUntil(grant.refreshExpiresAt, deps),
    }),
    setCookie(origin, {
      name: 'gha-access',
      value: sealedView,
      maxAgeSeconds: secondsUntil(grant.accessToken.expiresAt, deps),
    }),
  ]
}

export function endedSessionCookies(deps: Deps): string[] {
  return [clearCookie(deps.config.authUrl, 'gha-refresh'), clearCookie(deps.config.authUrl, 'gha-access')]
}

/** What the browser sent, still unverified. */
export function readSessionCookies(
  request: Request,
  deps: Deps,
): { refreshToken?: string; sealedView?: string } {
  const refreshToken = readCookie(request, deps.config.authUrl, 'gha-refresh')
  const sealedView = readCookie(request, deps.config.authUrl, 'gha-access')
  return { ...(refreshToken && { refreshToken }), ...(sealedView && { sealedView }) }
}

function secondsUntil(date: Date, deps: Deps): number {
  return Math.max(0, Math.floor((date.getTime() - deps.now().getTime()) / 1000))
}
