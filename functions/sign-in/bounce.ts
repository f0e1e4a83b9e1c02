import { isPreviewOrigin } from '../config/preview-origin.js'
import type { Deps } from '../deps.js'
import { seeOther } from '../http/respond.js'
import { requireAllowedBounce } from './allowed-redirect.js'
import type { Callback } from './callback.js'
import { defaultPage } from './return-to.js'
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
  deps: Pick<Deps, 'config' | 'log'>,
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

/**
 * Hands a callback to the preview deployment where the sign-in began. GitHub knows only our callback; the preview has
 * the verifier in its cookie, so that the code is worth nothing on the way.
 *
 * A preview that is not (or no longer) on the list ends on our own page.
 */
export function bounceToPreview(
  request: Request,
  origin: string,
  deps: Pick<Deps, 'config' | 'log'>,
): Response {
  const { pathname, search } = new URL(request.url)
  if (!isPreviewOrigin(origin, deps.config.previewOrigins)) {
    deps.log.warn('preview-refused', { origin: origin.slice(0, 200) })
    return seeOther(defaultPage)
  }
  return seeOther(`${origin}${pathname}${search}`)
}
