// @ts-check
import { element } from '../dom/element.js'
import { find } from '../dom/find.js'
import { highlightJson } from '../json/highlight-json.js'
import { hideSecrets } from './hide-secrets.js'

/** @import { GraphqlError } from '../../auth.js' */
/** @import { Answers } from '../../auth/documents.js' */

/** @typedef {'waiting' | 'active' | 'done' | 'failed'} StepState */
/** @typedef {{ data?: Partial<Answers> | null, errors?: GraphqlError[], elapsedMs: number }} StepAnswer */

/** @type {Record<StepState, string>} */
const spoken = { waiting: '', active: '(current step)', done: '(done)', failed: '(failed)' }

/**
 * One card of the page: its state and, where it sends a request, what was sent and answered.
 *
 * @param {string} id
 * @param {string} [document] the GraphQL document that this step sends
 */
export function step(id, document) {
  const card = find(`#step-${id}`, HTMLElement)
  const heading = find('h2', HTMLElement, card)
  const state = element('span', { class: 'visually-hidden' })
  heading.append(' ', state)

  const sent = codeBox(`What step “${heading.firstChild?.textContent}” sends`)
  const answered = codeBox(`What step “${heading.firstChild?.textContent}” gets`)
  const time = element('span', { class: 'soft' })
  if (document) {
    sent.textContent = document
    answered.textContent = ''
    find('.exchange', HTMLElement, card).append(
      element('figure', {}, element('figcaption', {}, 'You send'), sent),
      element('figure', {}, element('figcaption', {}, 'You get', time), answered),
    )
  }

  return {
    /** @param {StepState} next */
    set(next) {
      card.dataset['state'] = next
      state.textContent = spoken[next]
      card.toggleAttribute('aria-current', false)
      if (next === 'active') card.setAttribute('aria-current', 'step')
    },
    /** @param {Record<string, unknown>} variables */
    showSent(variables) {
      sent.replaceChildren(`${document}\n\n`, highlightJson(hideSecrets(variables)))
      answered.textContent = 'Waiting for the answer…'
      find('details', HTMLDetailsElement, card).open = true
      time.textContent = ''
    },
    isDone: () => card.dataset['state'] === 'done',
    /** @param {StepAnswer} answer */
    showAnswer({ data, errors, elapsedMs }) {
      answered.replaceChildren(highlightJson(errors ? { errors } : hideSecrets({ data })))
      time.textContent = `${Math.round(elapsedMs)} ms`
    },
    /**
     * A request that was sent before the page left and came back.
     *
     * @param {Record<string, unknown>} variables
     */
    showEarlier(variables) {
      sent.replaceChildren(`${document}\n\n`, highlightJson(hideSecrets(variables)))
      answered.textContent = 'It was answered before this page left for GitHub.'
    },
  }
}

/** @param {string} label */
function codeBox(label) {
  return element('pre', { class: 'code-box wrapped', tabindex: '0', role: 'region', 'aria-label': label })
}
