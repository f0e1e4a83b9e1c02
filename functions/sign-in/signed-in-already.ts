import type { Deps } from '../deps.js'
import { messagePage } from '../http/message-page.js'
import { html } from '../http/respond.js'
import { readSessionCookies } from '../session/cookies.js'
import { openView } from '../session/view.js'
import { safeReturnTo } from './return-to.js'

/**
 * The answer to a callback that is no good (any more), for somebody who is signed in: a callback that was loaded again,
 * or a second tab. It stays refused, and the person goes on to where they wanted to be.
 *
 * @returns undefined for a browser that is not signed in
 */
export async function signedInAlready(
  request: Request,
  returnTo: string | undefined,
  deps: Pick<Deps, 'config' | 'sealer' | 'log'>,
): Promise<Response | undefined> {
  const { sealedView, endedSessionId } = readSessionCookies(request, deps.config)
  // A view that cannot be opened is the session route's concern.
  const view = sealedView && (await openView(deps, sealedView).catch(() => undefined))
  if (!view || view.sessionId === endedSessionId) return undefined
  deps.log.info('signed-in-already')
  const onward = { href: safeReturnTo(returnTo, deps.config.authUrl), name: 'Go on' }
  const sentences = ['This sign-in is over, and you are signed in.', 'The browser goes on to your page.']
  return html(messagePage({ heading: 'You are signed in', sentences, onward, goesOn: true }), { status: 400 })
}
