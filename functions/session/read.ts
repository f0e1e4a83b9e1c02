import type { Config } from '../config/config.js'
import type { Deps } from '../deps.js'
import { AppError } from '../errors.js'
import { json } from '../http/respond.js'
import { clockToleranceSeconds } from '../token/mint.js'
import { endedSessionCookies, readSessionCookies, sessionCookies } from './cookies.js'
import { rotateSession } from './rotate.js'
import { openView, type SessionView, viewOf } from './view.js'

// A page that gets an access token should be able to use it for a minute, also where Hasura's clock is a minute ahead.
const spareSeconds = 60 + clockToleranceSeconds

/**
 * Says who is signed in. While the access token is fresh nobody else is asked; then the session is refreshed.
 *
 * @returns the view with `graphqlUrl`; `null` when nobody is signed in, or what `NEXT_AUTH_CLIENT` takes for it
 * @throws AppError `hasura-unavailable` and the like: being unable to tell is not being signed out
 */
export async function readSession(request: Request, deps: Deps): Promise<Response> {
  const { refreshToken, signedView, endedSessionId } = readSessionCookies(request, deps.config)
  const session = refreshToken === undefined ? undefined : deps.refreshTokens.read(refreshToken)
  const view = signedView === undefined ? undefined : openView(deps, signedView)
  const named = [view?.sessionId, session?.sessionId]
  // Cookies of a session that was signed out here: an answer that was on its way set them again.
  if (endedSessionId !== undefined && named.includes(endedSessionId)) return signedOut(deps.config, true)
  if (view && isFresh(view, deps.now())) {
    // What ends refresh tokens, like a retired secret, ends the view beside one as well.
    const isConfirmed = refreshToken === undefined || session?.sessionId === view.sessionId
    if (isConfirmed) return signedIn(view, deps.config)
  }
  if (refreshToken === undefined) return signedOut(deps.config, signedView !== undefined)
  return refreshed(refreshToken, deps)
}

async function refreshed(refreshToken: string, deps: Deps): Promise<Response> {
  try {
    const grant = await rotateSession(deps, refreshToken)
    return signedIn(viewOf(grant), deps.config, sessionCookies(deps, grant))
  } catch (error) {
    if (!(error instanceof AppError) || !error.has('endsSession')) throw error
    deps.log.warn('session-ended', { code: error.code, reason: error.reason })
    return signedOut(deps.config, true)
  }
}

function isFresh({ accessTokenExpiresAt }: SessionView, now: Date): boolean {
  return Date.parse(accessTokenExpiresAt) - now.getTime() > spareSeconds * 1000
}

/**
 * Some of it goes by two names: `user.roles` and `accessTokenExpires` are what components written for next-auth read,
 * `roles` and `accessTokenExpiresAt` what version 0.1.0 gave.
 */
function signedIn(view: SessionView, config: Config, setCookies: readonly string[] = []): Response {
  const { user, roles, accessTokenExpiresAt: accessTokenExpires } = view
  const forComponents = { user: { ...user, roles }, accessTokenExpires }
  return json({ ...view, ...forComponents, graphqlUrl: config.hasuraEndpoint }, { setCookies })
}

/** Version 4 of next-auth's client reports `null` as a failure; version 5 takes `{}` for a session. */
function signedOut(config: Config, clear: boolean): Response {
  const nobody = config.nextAuthClient === 'v4' ? {} : null
  return json(nobody, { setCookies: clear ? endedSessionCookies(config) : [] })
}
