import { z } from 'zod'
import type { Config } from '../config/config.js'
import type { Deps } from '../deps.js'
import { clearCookie, cookieValues, readCookie, setCookie } from '../http/cookies.js'
import type { SessionGrant } from './grant.js'

export const sealedViewShape = z.object({
  user: z.object({
    id: z.string(),
    login: z.string(),
    name: z.string().nullable(),
    email: z.string().nullable(),
    image: z.string(),
  }),
  /** When the session ends if it is not used, ISO 8601. */
  expires: z.string(),
  accessToken: z.string(),
})

/** What the cookie of the access token holds. */
export type SealedView = z.output<typeof sealedViewShape>

/** The two cookies of a signed-in browser: the refresh token, and the sealed view with the access token. */
export async function sessionCookies(
  deps: Pick<Deps, 'config' | 'now' | 'sealer'>,
  grant: SessionGrant,
): Promise<string[]> {
  const { refreshToken, refreshExpiresAt, accessToken } = grant
  const origin = deps.config.authUrl
  const refreshSeconds = secondsUntil(refreshExpiresAt, deps.now())
  const accessSeconds = secondsUntil(accessToken.expiresAt, deps.now())
  const sealedView = await deps.sealer.seal('access', sealedPart(grant), accessSeconds)
  return [
    setCookie(origin, { name: 'gha-refresh', value: refreshToken, maxAgeSeconds: refreshSeconds }),
    setCookie(origin, { name: 'gha-access', value: sealedView, maxAgeSeconds: accessSeconds }),
  ]
}

export function endedSessionCookies({ authUrl }: Config): string[] {
  return [clearCookie(authUrl, 'gha-refresh'), clearCookie(authUrl, 'gha-access')]
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

/** What the cookie holds: only what the token does not say, because a browser drops a cookie over 4096 bytes. */
export function sealedPart({ person, accessToken, refreshExpiresAt }: SessionGrant): SealedView {
  const { id, login, name, email, avatarUrl: image } = person
  return {
    user: { id, login, name, email, image },
    expires: refreshExpiresAt.toISOString(),
    accessToken: accessToken.token,
  }
}

/** What the browser sent, still unverified. */
export function readSessionCookies(
  request: Request,
  { authUrl }: Config,
): { refreshToken?: string; sealedView?: string; endedSessionId?: string } {
  const refreshToken = readCookie(request, authUrl, 'gha-refresh')
  const sealedView = readCookie(request, authUrl, 'gha-access')
  const endedSessionId = readCookie(request, authUrl, 'gha-ended')
  return {
    ...(refreshToken && { refreshToken }),
    ...(sealedView && { sealedView }),
    ...(endedSessionId && { endedSessionId }),
  }
}

function secondsUntil(date: Date, now: Date): number {
  return Math.max(0, Math.floor((date.getTime() - now.getTime()) / 1000))
}
