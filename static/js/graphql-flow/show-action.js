// @ts-check
import { challengeOf } from '../../auth/create-pkce.js'
import { element } from '../dom/element.js'
import { facts } from '../dom/facts.js'
import { find } from '../dom/find.js'
import { mask } from '../token/mask.js'
import { showSecret } from './show-secret.js'

/** @import { FlowView } from './flow-view.js' */
/** @import { StepAnswer } from './step.js' */
/** @import { ActionName } from './watch-requests.js' */

/**
 * Shows what the client sends in the card of its step.
 *
 * @param {FlowView} view
 * @param {ActionName} name
 * @param {Record<string, unknown>} variables
 */
export function showSent({ steps, status }, name, variables) {
  status(undefined)
  if (name === 'startLogin') {
    showSecret('in this tab until it is needed', String(variables['codeChallenge']))
    steps.secret.set('done')
  }
  if (name === 'login') {
    void showKept(steps.startLogin, String(variables['codeVerifier']))
    showReturned(variables)
    for (const done of [steps.secret, steps.startLogin, steps.github]) done.set('done')
  }
  steps[name].set('active')
  steps[name].showSent(variables)
}

/**
 * Shows what came back, and what is wrong with it.
 *
 * @param {FlowView} view
 * @param {ActionName} name
 * @param {StepAnswer} answer
 */
export function showAnswered({ steps, fail }, name, answer) {
  const [error] = answer.errors ?? []
  steps[name].showAnswer(answer)
  steps[name].set(error ? 'failed' : 'done')
  if (error) fail(error.extensions?.code, error.message)
}

/**
 * What was sent before the page left for GitHub is made of the verifier that it kept.
 *
 * @param {FlowView['steps']['startLogin']} step
 * @param {string} codeVerifier
 */
async function showKept(step, codeVerifier) {
  const codeChallenge = await challengeOf(codeVerifier)
  showSecret(mask(codeVerifier), codeChallenge)
  step.showEarlier({ codeChallenge, redirectTo: location.origin + location.pathname })
}

/** @param {Record<string, unknown>} variables */
function showReturned({ code, iss = 'not named' }) {
  const pairs = facts([
    ['Code', mask(String(code))],
    ['State', 'the one this tab kept'],
    ['Issuer', String(iss)],
  ])
  find('#github-facts', HTMLElement).replaceChildren(element('dl', { class: 'facts' }, ...pairs))
}
