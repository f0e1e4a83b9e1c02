import { z } from 'zod'
import type { Deps } from '../deps.js'
import { AppError, toAppError } from '../errors.js'
import { readJson } from '../http/body.js'
import { requireSameOrigin } from '../http/origin.js'
import { json, seeOther } from '../http/respond.js'
import { endedSessionCookies, hasRefreshCookie, readSessionCookies, signedOutCookies } from './cookies.js'
import { type Revocation, revokeSessions } from './revoke.js'
import { openView } from './view.js'

const signOutShape = z.strictObject({ everywhere: z.boolean().default(false) })
const maxBytes = 16_384
const signedOutPage = '/api/auth/signin?status=signed-out#signed-out'

// How a form posts that has no script to do it better: it ends this session and no other.
const form = /^application\/x-www-form-urlencoded\s*(;|$)/i

/**
 * Ends this browser's session, or with `{"everywhere": true}` all sessions of its person, and says how many ended. A form goes
 * on to the sign-in page.
 *
 * When the database cannot be reached nothing changes, so that the person can try again.
 *
 * @throws AppError `cross-site` without proof that one of our pages asks; `invalid-input` for cookies that name no
 *   session, which stay; `refresh-token-reused` when the cookie's token is over, which ends its own session alone
 */
export async function signOut(request: Request, deps: Deps): Promise<Response> {
  requireSameOrigin(request, deps.config.authUrl)
  const isForm = form.test(request.headers.get('content-type') ?? '')
  const { everywhere } = isForm
    ? { everywhere: false }
    : await readJson(request, { maxBytes, shape: signOutShape })
  const session = namedSession(request, deps)
  const revoked = session ? await revoke(deps, { ...session, everywhere }) : 0
  deps.log.info('signed-out', { revoked, everywhere })
  const setCookies = session
    ? signedOutCookies(deps.config, session.sessionId)
    : endedSessionCookies(deps.config)
  // No Clear-Site-Data: all of a session is in cookies that end here, and the storage of this origin may be an app's.
  if (isForm) return seeOther(signedOutPage, { setCookies })
  return json({ url: `${deps.config.authUrl}/api/auth/signin`, revoked }, { setCookies })
}

/** The session of the refresh cookie or, where that cannot be read or comes twice, the one that the signed view names. */
function namedSession(request: Request, deps: Deps): Revocation | undefined {
  const { refreshToken, signedView } = readSessionCookies(request, deps.config)
  const session = refreshToken === undefined ? undefined : deps.refreshTokens.read(refreshToken)
  if (session) return session
  const view = signedView === undefined ? undefined : openView(deps, signedView)
  if (view) return { sessionId: view.sessionId }
  if (!hasRefreshCookie(request, deps.config)) return undefined
  throw new AppError('invalid-input', { reason: 'a refresh cookie that names no session' })
}

async function revoke(deps: Deps, revocation: Revocation): Promise<number> {
  try {
    return await revokeSessions(deps, revocation)
  } catch (error) {
    const failure = toAppError(error)
    if (!failure.has('endsSession')) throw failure
    throw failure.withCookies(signedOutCookies(deps.config, revocation.sessionId))
  }
}
