// @ts-check
import { documents } from '../../auth/documents.js'

/** @import { Answers } from '../../auth/documents.js' */
/** @import { StepAnswer } from './step.js' */

/** @typedef {keyof Answers} ActionName */

/**
 * Sends the requests of the client for everybody to see. What the person asks in the query box is not among them.
 *
 * @param {object} on
 * @param {(name: ActionName, variables: Record<string, unknown>) => void} on.sent
 * @param {(name: ActionName, answer: StepAnswer) => void} on.answered
 * @returns {typeof fetch}
 */
export function watchRequests({ sent, answered }) {
  return async (input, init) => {
    const action = readAction(init)
    if (!action) return fetch(input, init)
    const { name, variables } = action
    sent(name, variables)
    const startedAt = performance.now()
    const show = (/** @type {Omit<StepAnswer, 'elapsedMs'>} */ answer) =>
      answered(name, { ...answer, elapsedMs: performance.now() - startedAt })
    try {
      const response = await fetch(input, init)
      show(await response.clone().json())
      return response
    } catch (error) {
      const extensions = { code: 'hasura-unavailable' }
      show({ errors: [{ message: 'The GraphQL server cannot be reached.', extensions }] })
      throw error
    }
  }
}

/**
 * @param {RequestInit | undefined} init
 * @returns {{ name: ActionName, variables: Record<string, unknown> } | undefined}
 */
function readAction(init) {
  if (typeof init?.body !== 'string') return undefined
  const { query, variables } = JSON.parse(init.body)
  const names = /** @type {ActionName[]} */ (Object.keys(documents))
  const name = names.find((one) => documents[one] === query)
  return name && { name, variables }
}
