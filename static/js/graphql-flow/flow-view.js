// @ts-check
import { documents } from '../../auth/documents.js'
import { element } from '../dom/element.js'
import { messageRegion } from '../dom/message-region.js'
import { notice } from '../dom/notice.js'
import { describeError } from '../text/describe-error.js'
import { step } from './step.js'

/** @typedef {ReturnType<typeof flowView>} FlowView */

/** The steps of the page and its status line. */
export function flowView() {
  const status = messageRegion('#status')
  const steps = {
    secret: step('secret'),
    startLogin: step('start', documents.startLogin),
    github: step('github'),
    login: step('login', documents.login),
    query: step('query'),
    refreshSession: step('refresh', documents.refreshSession),
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

  return { steps, status, fail, againLink }
}

function againLink() {
  return element('a', { class: 'button small', href: '/graphql' }, 'Start again')
}
