// @ts-check
import { AuthError } from '../../auth.js'
import { foreignAnswer } from './foreign-answer.js'

/** @import { Auth } from '../../auth.js' */
/** @import { FlowView } from './flow-view.js' */

/** What GitHub said on the way back, as this page describes it. */
const denials = new Map([
  ['access-denied', 'access_denied'],
  ['server-error', 'server_error'],
])

/**
 * Step 4: the client checks that the answer belongs to this tab and trades the code for a session.
 *
 * @param {Auth} auth
 * @param {FlowView} view
 */
export async function finishSignIn(auth, { steps, fail }) {
  try {
    const session = await auth.session()
    const foreign = foreignAnswer()
    if (foreign) throw new AuthError(foreign, 'The sign-in could not be completed.')
    return session
  } catch (error) {
    if (!(error instanceof AuthError)) throw error
    // Where the code was sent on already, the card of that step shows the refusal.
    if (!steps.github.isDone()) steps.github.set('failed')
    fail(denials.get(error.code) ?? error.code, error.message)
    return null
  }
}
