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

// A browser drops a cookie whose name and value are over 4096 bytes together (RFC 6265bis section 5.6).
const maxValueLength = 4000
/** Nobody needs the whole of a longer name on a page. */
const maxNameBytes = 256

/**
 * The cookies of a signed-in browser: the refresh token, and the sealed view with the access token, which takes a second
 * one where it is long. A second one of before is cleared, so that no view is put together of two.
 */
export async function sessionCookies(
  deps: Pick<Deps, 'config' | 'now' | 'sealer'>,
  grant: SessionGrant,
): Promise<string[]> {
  const { refreshToken, refreshExpiresAt, accessToken } = grant
  const origin = deps.config.authUrl
  const refreshSeconds = secondsUntil(refreshExpiresAt, deps.now())
  const accessSeconds = secondsUntil(accessToken.expiresAt, deps.now())
  const sealedView = await deps.sealer.seal('access', sealedPart(grant), accessSeconds)
  const [start, rest] = [sealedView.slice(0, maxValueLength), sealedView.slice(maxValueLength)]
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

/** What the cookie holds: only what the token does not say, and of a name no more than a page shows. */
export function sealedPart({ person, accessToken, refreshExpiresAt }: SessionGrant): SealedView {
  const { id, login, name, email, avatarUrl: image } = person
  return {
    user: { id, login, name: name && shorten(name, maxNameBytes), email, image },
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
  const start = readCookie(request, authUrl, 'gha-access')
  const sealedView = start && start + (readCookie(request, authUrl, 'gha-access-1') ?? '')
  const endedSessionId = readCookie(request, authUrl, 'gha-ended')
  return {
    ...(refreshToken && { refreshToken }),
    ...(sealedView && { sealedView }),
    ...(endedSessionId && { endedSessionId }),
  }
}

/** Counts bytes and cuts between characters. */
function shorten(text: string, maxBytes: number): string {
  if (Buffer.byteLength(text) <= maxBytes) return text
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(maxBytes - 3))
  return `${text.slice(0, read)}…`
}

function secondsUntil(date: Date, now: Date): number {
  return Math.max(0, Math.floor((date.getTime() - now.getTime()) / 1000))
}
