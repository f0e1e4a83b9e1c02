// @ts-check
import { element } from '../dom/element.js'
import { messageRegion } from '../dom/message-region.js'
import { notice } from '../dom/notice.js'
import { describeError } from '../text/describe-error.js'
import { askGraphql } from './ask-graphql.js'
import { documents } from './documents.js'
import { step } from './step.js'

/** @typedef {ReturnType<typeof flowView>} FlowView */

/** The steps of the page, its status line, and the way a step sends its request for everybody to see. */
export function flowView() {
  const status = messageRegion('#status')
  const steps = {
    secret: step('secret'),
    start: step('start', documents.startLogin),
    github: step('github'),
    login: step('login', documents.login),
    query: step('query'),
    refresh: step('refresh', documents.refreshSession),
    logout: step('logout', documents.logout),
  }

  /**
   * @param {string | undefined} code
   * @param {string} [sentence] what the API said, for a code that this page does not know
   */
  function fail(code, sentence) {
    const { title, next } = describeError(code)
    const isKnown = title !== describeError(undefined).title
    status(notice('error', isKnown ? title : (sentence ?? title), next, againLink()))
  }

  /**
   * Sends the request of one step, shows both sides, and gives the field's value, or `undefined` after an error.
   *
   * @param {'start' | 'login' | 'refresh' | 'logout'} name
   * @param {keyof typeof documents} field
   * @param {Record<string, unknown>} variables
   */
  async function send(name, field, variables) {
    steps[name].set('active')
    steps[name].showSent(variables)
    const answer = await askGraphql({ query: documents[field], variables })
    steps[name].showAnswer(answer)
    const value = answer.data?.[field]
    const succeeded = answer.errors.length === 0 && Boolean(value)
    steps[name].set(succeeded ? 'done' : 'failed')
    if (succeeded) return value
    fail(answer.errors[0]?.extensions?.code, answer.errors[0]?.message)
    return undefined
  }

  return { steps, status, fail, send, againLink }
}

function againLink() {
  return element('a', { class: 'button small', href: '/graphql' }, 'Start again')
}
