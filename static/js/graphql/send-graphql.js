// @ts-check

const deadlineMs = 20_000

/**
 * @typedef {object} GraphqlError
 * @property {string} message
 * @property {(string | number)[]} [path]
 * @property {{ code?: string, path?: string }} [extensions]
 *
 * @typedef {object} GraphqlAnswer
 * @property {number} status
 * @property {number} elapsedMs
 * @property {Record<string, unknown> | null} data
 * @property {GraphqlError[]} errors
 *
 * @typedef {object} GraphqlRequest
 * @property {string} query
 * @property {Record<string, unknown>} [variables]
 * @property {string} [accessToken] without one the request is anonymous
 * @property {string} [role] one of the token's roles; without it Hasura takes the default role
 */

/**
 * Sends one GraphQL request and always answers in the same shape: a network failure or an answer that is no GraphQL
 * comes back as an error too.
 *
 * @param {string} url
 * @param {GraphqlRequest} request
 * @returns {Promise<GraphqlAnswer>}
 */
export async function sendGraphql(url, { query, variables, accessToken, role }) {
  const startedAt = performance.now()
  /** @type {Record<string, string>} */
  const headers = { 'content-type': 'application/json' }
  if (accessToken) headers['authorization'] = `Bearer ${accessToken}`
  if (role) headers['x-hasura-role'] = role
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body: JSON.stringify({ query, variables }),
      credentials: 'omit',
      signal: AbortSignal.timeout(deadlineMs),
    })
    const answer = readAnswer(await response.json().catch(() => undefined))
    return { status: response.status, elapsedMs: performance.now() - startedAt, ...answer }
  } catch (error) {
    return { status: 0, elapsedMs: performance.now() - startedAt, data: null, errors: [unreachable(error)] }
  }
}

/** @param {unknown} body */
function readAnswer(body) {
  if (typeof body !== 'object' || body === null || !('data' in body || 'errors' in body)) {
    return {
      data: null,
      errors: [{ message: 'The answer was not GraphQL.', extensions: { code: 'not-graphql' } }],
    }
  }
  const { data = null, errors = [] } =
    /** @type {{ data?: Record<string, unknown>, errors?: GraphqlError[] }} */ (body)
  return { data, errors }
}

/** @param {unknown} error */
function unreachable(error) {
  const late = error instanceof DOMException && error.name === 'TimeoutError'
  const message = late
    ? 'The GraphQL server did not answer in time.'
    : 'The GraphQL server cannot be reached.'
  return { message, extensions: { code: 'hasura-unavailable' } }
}
