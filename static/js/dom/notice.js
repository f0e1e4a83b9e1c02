// @ts-check
import { element } from './element.js'
import { icon } from './icon.js'

/**
 * A message in a box: what happened and what to do next.
 *
 * @param {'error' | 'info' | 'success'} tone
 * @param {string} title
 * @param {string} [next]
 * @param {...Node} actions
 */
export function notice(tone, title, next, ...actions) {
  const text = element('div', { class: 'notice-text' }, element('p', { class: 'notice-title' }, title))
  if (next) text.append(element('p', {}, next))
  if (actions.length > 0) text.append(element('p', { class: 'actions' }, ...actions))
  const symbol = { error: 'alert', info: 'info', success: 'check' }[tone]
  return element('div', { class: `notice ${tone}` }, icon(symbol), text)
}
