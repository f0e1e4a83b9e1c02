// @ts-check
import { AuthError } from './auth-error.js'

/** @import { AuthOptions, Session } from '../auth.js' */

/**
 * Where Hasura is: what the page was told, or what the session says.
 *
 * @param {AuthOptions} options
 * @param {Session | null | Promise<Session | null>} session
 * @throws AuthError `unauthorized` where neither says it
 */
export async function hasuraUrl({ graphqlUrl }, session) {
  const url =
    typeof graphqlUrl === 'function' ? await graphqlUrl() : (graphqlUrl ?? (await session)?.graphqlUrl)
  if (!url) throw new AuthError('unauthorized', 'graphqlUrl is missing.')
  return url
}
