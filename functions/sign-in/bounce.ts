import type { Deps } from '../deps.js'
import { seeOther } from '../http/respond.js'
import { requireAllowedBounce } from './allowed-redirect.js'
import type { Callback } from './callback.js'
import type { SignInState } from './state.js'

/**
 * Hands GitHub's answer of the GraphQL flow to the page that began it. No session is opened here: the code is worth
 * nothing without the verifier, which only that page has.
 *
 * The list is asked again, because the target may have left it since the sign-in began.
 *
 * @throws AppError `invalid-input`
 */
export async function bounceToPage(
  { answer, state, iss }: Callback,
  { redirectTo }: Extract<SignInState, { flow: 'graphql' }>,
  deps: Deps,
): Promise<Response> {
  const target = requireAllowedBounce(redirectTo, deps.config)
  target.searchParams.set('state', state)
  if ('code' in answer) target.searchParams.set('code', answer.code)
  // RFC 6749 section 4.1.2.1 knows these; anything else that GitHub says is for our log.
  else target.searchParams.set('error', answer.denied === 'access_denied' ? 'access_denied' : 'server_error')
  if (iss !== undefined) target.searchParams.set('iss', iss)
  if ('denied' in answer) deps.log.warn('sign-in-denied', { flow: 'graphql', reason: answer.denied })
  return seeOther(target.href)
}
