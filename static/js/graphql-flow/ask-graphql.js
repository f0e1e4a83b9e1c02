// @ts-check
import { sendGraphql } from '../graphql/send-graphql.js'
import { loadGraphqlUrl } from './load-graphql-url.js'

/** @import { GraphqlAnswer, GraphqlRequest } from '../graphql/send-graphql.js' */

/**
 * Sends a request to the API that the health route names.
 *
 * @param {GraphqlRequest} request
 * @returns {Promise<GraphqlAnswer>}
 */
export async function askGraphql(request) {
  const url = await loadGraphqlUrl().catch(() => undefined)
  if (url) return sendGraphql(url, request)
  const message = 'The server does not say where its GraphQL API is.'
  return {
    status: 0,
    elapsedMs: 0,
    data: null,
    errors: [{ message, extensions: { code: 'hasura-unavailable' } }],
  }
}
