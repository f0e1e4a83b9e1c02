// @ts-check
import { askHasura } from './ask-hasura.js'
import { cookieFlow } from './cookie-flow.js'
import { graphqlFlow } from './graphql-flow.js'
import { hasuraUrl } from './hasura-url.js'
import { keepSession } from './keep-session.js'
import { requireTrust } from './require-trust.js'
import { sendAuthorized } from './send-authorized.js'

/** @import { Auth, AuthOptions } from '../auth.js' */

/**
 * Makes the one client of a page.
 *
 * @param {AuthOptions} [options]
 * @returns {Auth}
 */
export function createAuth(options = {}) {
  // Looked up at each request: a page may replace its fetch.
  const { trustedOrigins = [], fetch: send = (...request) => fetch(...request) } = options
  const flow = (options.flow === 'graphql' ? graphqlFlow : cookieFlow)(options, send)
  const { renew, signOut, ...kept } = keepSession(flow)
  const { session } = kept
  const authorized = sendAuthorized(session, renew, send, async (url, session) =>
    requireTrust(url, [await hasuraUrl(options, session), ...trustedOrigins]),
  )

  return {
    ...kept,
    fetch: authorized,
    async signIn({ returnTo = location.pathname + location.search + location.hash, redirect = true } = {}) {
      const url = await flow.start(returnTo)
      if (redirect) location.assign(url)
      return { url }
    },
    signOut: ({ everywhere = false } = {}) => signOut(everywhere),
    graphql(query, variables, request = {}) {
      const url = hasuraUrl(options, options.graphqlUrl ? null : session())
      return askHasura(authorized, url, { query, variables }, request)
    },
  }
}
