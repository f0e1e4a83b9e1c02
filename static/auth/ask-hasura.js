// @ts-check
import { posted } from './ask-json.js'
import { AuthError } from './auth-error.js'

/** @import { GraphqlAnswer, GraphqlOptions } from '../auth.js' */

const deadlineMs = 20_000

/**
 * Sends one GraphQL request.
 *
 * @template Data what the query asks for; the caller says so
 * @param {typeof fetch} fetch
 * @param {string} url
 * @param {{ query: string, variables: Record<string, unknown> | undefined }} content
 * @param {GraphqlOptions} options
 * @returns {Promise<GraphqlAnswer<Data>>}
 * @throws AuthError `unreachable`, also when something else than GraphQL answers
 */
export async function askHasura(fetch, url, content, { role, signal }) {
  const request = posted(content)
  const headers = { ...request.headers, ...(role && { 'x-hasura-role': role }) }
  const deadline = signal ?? AbortSignal.timeout(deadlineMs)
  let body
  try {
    const response = await fetch(url, { ...request, headers, credentials: 'omit', signal: deadline })
    body = await response.json()
  } catch (cause) {
    if (cause instanceof AuthError || signal?.aborted) throw cause
    throw new AuthError('unreachable', 'The GraphQL server cannot be reached.', { cause })
  }
  const { data = null, errors = [] } = body ?? {}
  if (!data && !errors.length) throw new AuthError('unreachable', 'The answer was not GraphQL.')
  return { data, errors }
}
