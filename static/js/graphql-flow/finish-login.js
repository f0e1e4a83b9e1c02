// @ts-check
import { element } from '../dom/element.js'
import { facts } from '../dom/facts.js'
import { find } from '../dom/find.js'
import { challengeOf } from '../pkce/create-pkce.js'
import { mask } from '../token/mask.js'
import { canKeepLogin, takePendingLogin } from './pending-login.js'
import { redirectTo } from './redirect-to.js'
import { showSecret } from './show-secret.js'

/** @import { GraphqlSession } from './documents.js' */
/** @import { FlowView } from './flow-view.js' */
/** @import { Returned } from './take-return.js' */

/**
 * Step 4: checks that the answer belongs to this tab and trades the code for a session.
 *
 * @param {FlowView} view
 * @param {Returned} returned
 * @returns {Promise<GraphqlSession | undefined>}
 */
export async function finishLogin({ steps, fail, send }, { code, state, iss, error }) {
  if (!canKeepLogin()) {
    steps.github.set('failed')
    fail(error ?? 'storage-blocked')
    return undefined
  }
  const pending = takePendingLogin()
  const problem = error ?? (pending && code && state === pending.state ? undefined : 'invalid-state')
  if (problem || !pending || !code) {
    steps.github.set('failed')
    fail(problem)
    return undefined
  }
  const { codeVerifier } = pending
  const codeChallenge = await challengeOf(codeVerifier)
  showSecret(codeVerifier, codeChallenge)
  steps.start.showEarlier({ codeChallenge, redirectTo })
  showReturned(code, iss)
  for (const done of [steps.secret, steps.start, steps.github]) done.set('done')
  const session = await send('login', 'login', { code, state, codeVerifier, ...(iss && { iss }) })
  return /** @type {GraphqlSession | undefined} */ (session)
}

/**
 * @param {string} code
 * @param {string | null} iss
 */
function showReturned(code, iss) {
  const pairs = facts([
    ['Code', mask(code)],
    ['State', 'the one this tab kept'],
    ['Issuer', iss ?? 'not named'],
  ])
  find('#github-facts', HTMLElement).replaceChildren(element('dl', { class: 'facts' }, ...pairs))
}
