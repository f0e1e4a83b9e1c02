// @ts-check
import { actionCaller } from './call-action.js'
import { endsSession } from './ends-session.js'
import { finishLogin } from './finish-login.js'
import { hasuraUrl } from './hasura-url.js'
import { keepGrant } from './keep-grant.js'
import { startLogin } from './start-login.js'
import { takeReturn } from './take-return.js'
import { isFresh } from './token-time.js'

/** @import { AuthOptions } from '../auth.js' */
/** @import { Flow } from './keep-session.js' */

/**
 * The session in tokens that the page holds, for pages of other origins.
 *
 * @param {AuthOptions} options
 * @param {typeof fetch} fetch
 * @returns {Flow}
 */
export function graphqlFlow(options, fetch) {
  // Before anything else: the code leaves the address bar.
  let returned = takeReturn()
  const graphqlUrl = () => hasuraUrl(options, null)
  const call = actionCaller(graphqlUrl, fetch)
  const kept = keepGrant(graphqlUrl, options.store)

  return {
    async load(refused) {
      const answer = returned
      returned = undefined
      if (answer) {
        const session = await kept.set(await finishLogin(call, answer))
        try {
          history.replaceState(history.state, '', answer.pending.returnTo)
        } catch {
          // An address of another origin, or none: the sign-in has succeeded, and this page is as good.
        }
        return session
      }
      const grant = await kept.get()
      if (!grant) return null
      const { refreshToken, session } = grant
      // Another tab may have been faster.
      if (session.accessToken !== refused && isFresh(session)) return session
      const next = await call('refreshSession', { refreshToken }).catch(nullIfOver)
      if (next) return kept.set(next)
      await kept.remove()
      return null
    },
    start: (returnTo) => startLogin(call, options.redirectTo, returnTo),
    async end(everywhere) {
      const grant = await kept.get()
      if (!grant) return 0
      const { refreshToken } = grant
      const { revoked } = await call('logout', { refreshToken, everywhere }).catch(async (error) => {
        if (endsSession(error)) await kept.remove()
        throw error
      })
      await kept.remove()
      return revoked
    },
  }
}

/** @param {unknown} error */
function nullIfOver(error) {
  if (!endsSession(error)) throw error
  return null
}
