// @ts-check
import { askJson } from './ask-json.js'
import { posted } from './posted.js'
import { endByServer } from './token-time.js'

/** @import { AuthOptions, Session } from '../auth.js' */
/** @import { Flow } from './keep-session.js' */

/**
 * The session in cookies: the server reads them, and refreshes when it is time.
 *
 * @param {AuthOptions} options
 * @param {typeof fetch} fetch
 * @returns {Flow}
 */
export function cookieFlow({ baseUrl = '/api/auth' }, fetch) {
  return {
    async load() {
      const { body, headers } = await askJson(fetch, `${baseUrl}/session`, { cache: 'no-store' })
      const session = /** @type {Session | undefined} */ (body)
      // next-auth's clients are told "signed out" as {}, null or false, depending on their version.
      if (!session?.user) return null
      return { ...session, endsAt: endByServer(session, headers) }
    },
    async start(returnTo) {
      return `${baseUrl}/signin/github?returnTo=${encodeURIComponent(returnTo)}`
    },
    async end(everywhere) {
      const { body } = await askJson(fetch, `${baseUrl}/signout`, posted({ everywhere }))
      return /** @type {{ revoked: number }} */ (body).revoked
    },
  }
}
