// @ts-check
import { askJson } from './ask-json.js'
import { documents } from './documents.js'
import { posted } from './posted.js'

/** @import { Answers } from './documents.js' */

/** @typedef {ReturnType<typeof actionCaller>} CallAction */

/**
 * Sends the requests of the GraphQL flow, without an access token: Hasura would refuse one that has ended before the
 * mutation is looked at.
 *
 * @param {() => Promise<string>} graphqlUrl
 * @param {typeof fetch} fetch
 */
export function actionCaller(graphqlUrl, fetch) {
  /**
   * @template {keyof Answers} Name
   * @param {Name} name
   * @param {Record<string, unknown>} variables
   * @returns {Promise<Answers[Name]>}
   */
  return async (name, variables) => {
    const request = posted({ query: documents[name], variables })
    const { body } = await askJson(fetch, graphqlUrl(), { ...request, credentials: 'omit' })
    const { data } = /** @type {{ data: Answers }} */ (body)
    return data[name]
  }
}
