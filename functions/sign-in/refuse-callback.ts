import type { Deps } from '../deps.js'
import { AppError } from '../errors.js'
import type { ErrorCode } from '../failures.js'
import { messagePage } from '../http/message-page.js'
import { html } from '../http/respond.js'
import { readSessionCookies } from '../session/cookies.js'
import { openView } from '../session/view.js'
import { safeReturnTo } from './return-to.js'

interface RefusedCallback {
  code: ErrorCode
  reason: string
  /** What the state says, unchecked. */
  returnTo?: string | undefined
}

/**
 * Refuses a callback of no sign-in that this browser has under way. Somebody who is signed in loaded it again, or was
 * faster in another tab: it stays refused, and they go on to where they wanted to be.
 *
 * @throws AppError of the code, for a browser that is not signed in
 */
export async function refuseCallback(
  request: Request,
  { code, reason, returnTo }: RefusedCallback,
  deps: Pick<Deps, 'config' | 'now' | 'log'>,
): Promise<Response> {
  const page = safeReturnTo(returnTo, deps.config.authUrl)
  if (!isSignedIn(request, deps)) throw new AppError(code, { reason, returnTo: page })
  deps.log.info('signed-in-already', { reason })
  const onward = { href: page, name: 'Go on' }
  const sentences = ['This sign-in is over, and you are signed in.', 'The browser goes on to your page.']
  return html(messagePage({ heading: 'You are signed in', sentences, onward, goesOn: true }), { status: 400 })
}

function isSignedIn(request: Request, deps: Pick<Deps, 'config' | 'now'>): boolean {
  const { signedView, endedSessionId } = readSessionCookies(request, deps.config)
  const view = signedView && openView(deps, signedView)
  return view ? view.sessionId !== endedSessionId : false
}
