import type { Deps } from '../deps.js'
import { AppError, toAppError } from '../errors.js'
import { clearCookie } from '../http/cookies.js'
import { requireNavigation } from '../http/navigation.js'
import { seeOther } from '../http/respond.js'
import { sameSecret } from '../seal/same-secret.js'
import { readSessionCookies, sessionCookies } from '../session/cookies.js'
import type { RefreshTokenParts } from '../token/refresh-token.js'
import { admit } from './admit.js'
import { bounceToPage, bounceToPreview } from './bounce.js'
import { type Callback, installationOf, readCallback } from './callback.js'
import { refuseCallback } from './refuse-callback.js'
import { safeReturnTo } from './return-to.js'
import { afterInstallationRequest, startAfterInstallation } from './start.js'
import {
  endedTransactionCookie,
  openState,
  readTransaction,
  type SignInState,
  type Transaction,
} from './state.js'

/**
 * The one callback that is registered at GitHub. The sealed state says which flow comes back.
 *
 * @throws AppError `invalid-state` when it belongs to no sign-in of ours or was started in another browser
 * @see RFC 9700 section 4.7
 */
export async function finishSignIn(request: Request, deps: Deps): Promise<Response> {
  requireNavigation(request)
  const installation = installationOf(request)
  if (installation === 'requested') return seeOther(afterInstallationRequest)
  if (installation === 'done' && !(await readTransaction(request, deps))?.installed) {
    deps.log.info('sign-in-after-installation')
    return seeOther(startAfterInstallation)
  }
  const callback = readCallback(request, deps.config)
  const state = await openState(deps, callback.state)
  if (!state) {
    const reason = 'a state that is not ours or has expired'
    return refuseCallback(request, { code: 'invalid-state', reason }, deps)
  }
  if (state.flow === 'graphql') return bounceToPage(callback, state, deps)
  if (state.origin !== deps.config.authUrl) return bounceToPreview(request, state.origin, deps)
  return finishBrowserSignIn(request, { callback, state }, deps)
}

interface BrowserCallback {
  callback: Callback
  state: Extract<SignInState, { flow: 'browser' }>
}

/** From where the transaction is found it is used up, whatever happens. */
async function finishBrowserSignIn(request: Request, { callback, state }: BrowserCallback, deps: Deps) {
  const transaction = await readTransaction(request, deps)
  const { returnTo } = state
  if (!transaction) {
    const reason = 'started in another browser, used before, or cookies are blocked'
    return refuseCallback(request, { code: 'cookie-missing', reason, returnTo }, deps)
  }
  if (!sameSecret(transaction.nonce, state.nonce)) {
    throw new AppError('other-sign-in', { reason: 'another sign-in of this browser is under way' })
  }
  const ended = endedTransactionCookie(deps.config)
  const page = safeReturnTo(transaction.returnTo, deps.config.authUrl)
  return openBrowserSession(request, { callback, transaction }, deps).then(
    (cookies) => seeOther(page, { setCookies: [ended, ...cookies] }),
    (error: unknown) => {
      throw toAppError(error).withCookies([ended], page)
    },
  )
}

interface BrowserSignIn {
  callback: Callback
  transaction: Transaction
}

async function openBrowserSession(request: Request, { callback, transaction }: BrowserSignIn, deps: Deps) {
  if ('denied' in callback.answer) throw deniedAtGithub(callback.answer.denied)
  const { codeVerifier } = transaction
  const tokens = await deps.github.exchangeCode({ code: callback.answer.code, codeVerifier })
  const device = { client: 'browser' as const, ...userAgentOf(request), ...replacedSession(request, deps) }
  const cookies = sessionCookies(deps, await admit(deps, { tokens, ...device }))
  const { endedSessionId } = readSessionCookies(request, deps.config)
  return endedSessionId === undefined ? cookies : [...cookies, clearCookie(deps.config.authUrl, 'gha-ended')]
}

/** GitHub's own words are never repeated to the person. */
function deniedAtGithub(error: string): AppError {
  const misconfigured = error === 'redirect_uri_mismatch' || error === 'application_suspended'
  return new AppError(misconfigured ? 'misconfigured' : 'access-denied', {
    reason: `GitHub: ${error.slice(0, 60)}`,
  })
}

function userAgentOf(request: Request): { userAgent?: string } {
  const userAgent = request.headers.get('user-agent')
  return userAgent === null ? {} : { userAgent: userAgent.slice(0, 512) }
}

/**
 * Signing in anew ends the session that this browser had, whoever it belonged to (ASVS 7.2.4), once somebody comes back
 * with a token of the new one: an answer that never reached the browser takes nothing from it.
 */
function replacedSession(
  request: Request,
  deps: Pick<Deps, 'config' | 'refreshTokens'>,
): { replaces?: RefreshTokenParts } {
  const { refreshToken } = readSessionCookies(request, deps.config)
  try {
    const previous = refreshToken === undefined ? undefined : deps.refreshTokens.read(refreshToken)
    return previous === undefined ? {} : { replaces: previous }
  } catch (error) {
    // Whose session it is, if any, only another deployment knows; that keeps nobody from signing in here.
    if (error instanceof AppError && error.code === 'unknown-key') return {}
    throw error
  }
}
