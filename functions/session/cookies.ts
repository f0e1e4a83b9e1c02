import { z } from 'zod'
import type { Deps } from '../deps.js'
import { clearCookie, readCookie, setCookie } from '../http/cookies.js'
import type { SessionGrant } from './grant.js'

const sessionViewShape = z.object({
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
  accessTokenExpiresAt: z.string(),
  sessionId: z.string(),
  roles: z.array(z.string()),
  defaultRole: z.string(),
})

/** What a page learns about its session. */
export type SessionView = z.output<typeof sessionViewShape>

/** The view of a session that was just granted. */
export function viewOf({
  person,
  roles,
  accessToken,
  refreshExpiresAt,
  sessionId,
}: SessionGrant): SessionView {
  return {
    user: {
      id: person.id,
      login: person.login,
      name: person.name,
      email: person.email,
      image: person.avatarUrl,
    },
    expires: refreshExpiresAt.toISOString(),
    accessToken: accessToken.token,
    accessTokenExpiresAt: accessToken.expiresAt.toISOString(),
    sessionId,
    roles: roles.allowedRoles,
    defaultRole: roles.defaultRole,
  }
}

/** The two cookies of a signed-in browser: the refresh token, and the sealed view with the access token. */
export async function sessionCookies(deps: Deps, grant: SessionGrant): Promise<string[]> {
  const origin = deps.config.authUrl
  const sealedView = await deps.sealer.seal(
    'access',
    viewOf(grant),
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

/** Opens the sealed view; undefined when it is forged or its access token has expired. */
export async function openView(deps: Deps, sealedView: string): Promise<SessionView | undefined> {
  return deps.sealer.open('access', sessionViewShape, sealedView)
}

function secondsUntil(date: Date, deps: Deps): number {
  return Math.max(0, Math.floor((date.getTime() - deps.now().getTime()) / 1000))
}
