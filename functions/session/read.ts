import type { Deps } from '../deps.js'
import { AppError } from '../errors.js'
import { json } from '../http/respond.js'
import { endedSessionCookies, readSessionCookies, sessionCookies } from './cookies.js'
import { rotateSession } from './rotate.js'
import { openView, type SessionView, viewOf } from './view.js'

// A page that gets an access token should be able to use it for a while.
const spareSeconds = 60

/**
 * Says who is signed in. While the access token is fresh nobody else is asked; then the session is refreshed.
 *
 * @returns the view with `graphqlUrl`, or `null` when nobody is signed in
 * @throws AppError `hasura-unavailable` and the like: being unable to tell is not being signed out
 */
export async function readSession(request: Request, deps: Deps): Promise<Response> {
  const { refreshToken, sealedView } = readSessionCookies(request, deps)
  const view = sealedView === undefined ? undefined : await openView(deps, sealedView)
  if (view && isFresh(view, deps)) return signedIn(view, deps)
  if (refreshToken === undefined) return signedOut(deps, sealedView !== undefined)
  return refreshed(refreshToken, deps)
}

async function refreshed(refreshToken: string, deps: Deps): Promise<Response> {
  try {
    const grant = await rotateSession(deps, refreshToken)
    return signedIn(viewOf(grant), deps, await sessionCookies(deps, grant))
  } catch (error) {
    if (!(error instanceof AppError) || !error.has('endsSession')) throw error
    deps.log.warn('session-ended', { code: error.code, reason: error.reason })
    return signedOut(deps, true)
  }
}

function isFresh({ accessTokenExpiresAt }: SessionView, deps: Deps): boolean {
  return Date.parse(accessTokenExpiresAt) - deps.now().getTime() > spareSeconds * 1000
}

function signedIn(view: SessionView, deps: Deps, setCookies: readonly string[] = []): Response {
  return json({ ...view, graphqlUrl: deps.config.hasuraEndpoint }, { setCookies })
}

function signedOut(deps: Deps, clear: boolean): Response {
  return json(null, { setCookies: clear ? endedSessionCookies(deps) : [] })
}
