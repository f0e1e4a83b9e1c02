import type { Deps } from '../deps.js'
import { requireSameOrigin } from '../http/origin.js'
import { safeReturnTo } from '../sign-in/return-to.js'
import { beginSignIn } from '../sign-in/start.js'
import { authorizeParameters } from './authorize-parameters.js'
import { readClientForm } from './client-form.js'
import { fitsCsrfToken } from './csrf-token.js'
import { leadTo } from './lead-to.js'
import { orErrorPage } from './or-error-page.js'

/**
 * Begins a sign-in for next-auth's client and tells it GitHub's address. A form of another site begins none: it is
 * known by its origin, and by the token that it lacks.
 *
 * @throws AppError `cross-site`, `invalid-input`, which lead to our error page
 */
export function signInFromClient(request: Request, deps: Deps): Promise<Response> {
  const { authUrl } = deps.config
  return orErrorPage(deps.config, async () => {
    requireSameOrigin(request, authUrl)
    const form = await readClientForm(request)
    const returnTo = safeReturnTo(form.callbackUrl, authUrl)
    if (!fitsCsrfToken(request, deps, form.csrfToken)) {
      const query = new URLSearchParams({ error: 'MissingCSRF', callbackUrl: returnTo })
      return leadTo(form, `${authUrl}/api/auth/signin?${query}`)
    }
    const { url, cookie } = await beginSignIn(deps, { returnTo, parameters: authorizeParameters(request) })
    return leadTo(form, url, [cookie])
  })
}
