import type { Deps } from '../deps.js'
import { isForm } from '../http/body.js'
import { requireSameOrigin } from '../http/origin.js'
import { endSession, signedOutPage, signOut } from '../session/sign-out.js'
import { safeReturnTo } from '../sign-in/return-to.js'
import { readClientForm } from './client-form.js'
import { fitsCsrfToken } from './csrf-token.js'
import { errorPageUrl } from './error-page-url.js'
import { leadTo } from './lead-to.js'
import { orErrorPage } from './or-error-page.js'

/**
 * Ends this browser's session: for next-auth's client, whose forms bring a token and a page to go on to; for every other
 * sender as `signOut` does.
 *
 * @throws AppError what `signOut` throws; for the client it leads to our error page, and the cookies stay
 */
export function signOutFromClient(request: Request, deps: Deps): Promise<Response> {
  const { config } = deps
  if (!isForm(request)) return signOut(request, deps)
  return orErrorPage(config, async () => {
    requireSameOrigin(request, config.authUrl)
    const form = await readClientForm(request)
    if (form.csrfToken === undefined && !form.wantsUrl) return signOut(request, deps)
    if (!fitsCsrfToken(request, deps, form.csrfToken)) {
      return leadTo(form, errorPageUrl(config.authUrl, 'MissingCSRF'))
    }
    const { setCookies } = await endSession(request, deps)
    const { callbackUrl } = form
    const page = callbackUrl === undefined ? signedOutPage : safeReturnTo(callbackUrl, config.authUrl)
    return leadTo(form, `${config.authUrl}${page}`, setCookies)
  })
}
