// @ts-check
import { AuthError } from '../../auth.js'

/** @import { Auth, GraphqlError } from '../../auth.js' */

/**
 * @typedef {object} ShownAnswer
 * @property {boolean} isAnswered whether the server said anything
 * @property {number} elapsedMs
 * @property {Record<string, unknown> | null} data
 * @property {GraphqlError[]} errors
 *
 * @typedef {object} Question
 * @property {string} query
 * @property {Record<string, unknown>} [variables]
 * @property {string} role
 */

/**
 * Asks Hasura as the person and always answers in the same shape: what could not be asked comes back as an error, too.
 *
 * @param {Auth} auth
 * @param {Question} question
 * @returns {Promise<ShownAnswer>}
 */
export async function askAsPerson(auth, { query, variables, role }) {
  const startedAt = performance.now()
  const timed = () => ({ elapsedMs: performance.now() - startedAt })
  try {
    const answer = await auth.graphql(query, variables, { role })
    return { ...answer, ...timed(), isAnswered: true }
  } catch (error) {
    if (!(error instanceof AuthError)) throw error
    const { message, code } = error
    return { data: null, errors: [{ message, extensions: { code } }], ...timed(), isAnswered: false }
  }
}
