// @ts-check
import { element } from './element.js'

/**
 * Rows of a description list.
 *
 * @param {readonly (readonly [string, string | Node])[]} pairs
 */
export function facts(pairs) {
  return pairs.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value)))
}
