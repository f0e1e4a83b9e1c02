// @ts-check
import { posted } from './posted.js'
import { toAuthError } from './to-auth-error.js'

/** @import { GraphqlAnswer, GraphqlOptions } from '../auth.js' */

/**
 * Sends one GraphQL request.
 *
 * @template Data what the query asks for; the caller says so
 * @param {typeof fetch} fetch
 * @param {Promise<string>} url
 * @param {{ query: string, variables: Record<string, unknown> | undefined }} content
 * @param {GraphqlOptions} options
 * @returns {Promise<GraphqlAnswer<Data>>}
 * @throws AuthError `unreachable`, also when something else than GraphQL answers
 */
export async function askHasura(fetch, url, content, { role, signal }) {
  const request = posted(content)
  if (role) request.headers['x-hasura-role'] = role
  try {
    const response = await fetch(await url, {
      ...request,
      credentials: 'omit',
      signal: signal ?? AbortSignal.timeout(20_000),
    })
    const { data = null, errors = [] } = await response.json()
    if (!data && !errors.length) throw new Error('No GraphQL')
    return { data, errors }
  } catch (cause) {
    throw signal?.aborted ? cause : toAuthError(cause)
  }
}
