// @ts-check
import { element } from '../dom/element.js'
import { find } from '../dom/find.js'
import { icon } from '../dom/icon.js'
import { moment } from '../dom/moment.js'
import { describeEvent } from '../text/describe-event.js'

/** @import { AccountEvent } from './account-query.js' */

/** @param {readonly AccountEvent[]} events */
export function showActivity(events) {
  const list = find('#activity', HTMLElement)
  list.replaceChildren(...events.map(row))
  if (events.length === 0)
    list.append(element('li', {}, element('p', { class: 'empty' }, 'Nothing has happened yet.')))
  list.removeAttribute('aria-busy')
}

/** @param {AccountEvent} entry */
function row({ at, event, detail }) {
  const words = describeEvent(event, detail)
  const text = element('div', { class: 'row-text' }, element('p', { class: 'row-title' }, words.title))
  if (words.detail) text.append(element('p', { class: 'row-detail' }, words.detail))
  return element('li', {}, icon(words.icon), text, moment(at))
}
