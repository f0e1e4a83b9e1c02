import * as z from 'zod'
import type { Deps } from '../deps.js'
import { AppError, toAppError } from '../errors.js'
import { isForm, readJson } from '../http/body.js'
import { requireSameOrigin } from '../http/origin.js'
import { json, seeOther } from '../http/respond.js'
import { endedSessionCookies, hasRefreshCookie, readSessionCookies, signedOutCookies } from './cookies.js'
import { type Revocation, revokeSessions } from './revoke.js'
import { openView } from './view.js'

const signOutShape = z.strictObject({ everywhere: z.boolean().default(false) })
const maxBytes = 16_384
/** Says that it worked, also where the page has no script to say so. */
export const signedOutPage = '/api/auth/signin?status=signed-out#signed-out'

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
  // No Clear-Site-Data: all of a session is in cookies that end here, and the storage of this origin may be an app's.
  if (isForm(request)) {
    const { setCookies } = await endSession(request, deps)
    return seeOther(signedOutPage, { setCookies })
  }
  const scope = await readJson(request, { maxBytes, shape: signOutShape })
  const { revoked, setCookies } = await endSession(request, deps, scope)
  return json({ url: `${deps.config.authUrl}/api/auth/signin`, revoked }, { setCookies })
}

/**
 * Ends the session that this browser's cookies name, or all of its person, whoever asks for it in which form.
 *
 * @returns how many ended, and the cookies that say so
 * @throws AppError as `signOut` does, but for `cross-site`
 */
export async function endSession(
  request: Request,
  deps: Deps,
  { everywhere } = { everywhere: false },
): Promise<{ revoked: number; setCookies: string[] }> {
  const session = namedSession(request, deps)
  const revoked = session ? await revoke(deps, { ...session, everywhere }) : 0
  deps.log.info('signed-out', { revoked, everywhere })
  const setCookies = session
    ? signedOutCookies(deps.config, session.sessionId)
    : endedSessionCookies(deps.config)
  return { revoked, setCookies }
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
