// @ts-check
import { element } from '../dom/element.js'
import { notice } from '../dom/notice.js'
import { highlightJson } from '../json/highlight-json.js'

/** @import { GraphqlError } from '../../auth.js' */
/** @import { ShownAnswer } from '../graphql/ask-as-person.js' */

/** The place where a query's answer appears: its errors in words, its data as JSON, the time it took. */
export function answerView() {
  const status = element('p', { class: 'answer-status', role: 'status' })
  const errors = element('div', { class: 'answer-errors', hidden: true })
  const code = element('pre', { class: 'code-box', tabindex: '0', role: 'region', 'aria-label': 'Answer' })
  const node = element('div', { class: 'answer' }, status, errors, code)

  /** @param {readonly Node[]} found */
  function showErrors(found) {
    errors.replaceChildren(...found)
    errors.hidden = found.length === 0
  }

  return {
    node,
    showRunning() {
      status.textContent = 'Running…'
    },
    /** @param {string} sentence */
    showProblem(sentence) {
      status.textContent = ''
      showErrors([notice('error', sentence)])
    },
    /** @param {ShownAnswer} answer */
    show(answer) {
      const badge = element(
        'span',
        { class: `badge ${answer.errors.length > 0 ? '' : 'success'}` },
        outcome(answer),
      )
      status.replaceChildren(badge, element('span', { class: 'soft' }, `${Math.round(answer.elapsedMs)} ms`))
      showErrors(answer.errors.map(readable))
      code.replaceChildren(highlightJson(shownBody(answer)))
      code.scrollTop = 0
    },
  }
}

/** @param {ShownAnswer} answer */
function outcome({ errors, isAnswered }) {
  if (!isAnswered) return 'No answer'
  if (errors.length === 0) return 'Answered'
  return errors.length === 1 ? 'One error' : `${errors.length} errors`
}

/** @param {GraphqlError} error */
function readable({ message, extensions, path }) {
  const where = extensions?.path ?? path?.join('.')
  const facts = [extensions?.code && `Code ${extensions.code}`, where && `at ${where}`].filter(Boolean)
  return notice('error', message, facts.join(', '))
}

/** @param {ShownAnswer} answer */
function shownBody({ data, errors }) {
  return errors.length > 0 ? { errors, ...(data && { data }) } : { data }
}
