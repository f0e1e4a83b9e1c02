// @ts-check
import { element } from '../dom/element.js'

const tokens = /("(?:\\.|[^"\\])*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

/**
 * A value as indented JSON with its keys, strings and literals told apart by colour.
 *
 * @param {unknown} value
 */
export function highlightJson(value) {
  const text = JSON.stringify(value, null, 2) ?? ''
  const fragment = document.createDocumentFragment()
  let written = 0
  for (const match of text.matchAll(tokens)) {
    fragment.append(text.slice(written, match.index))
    const [whole, quoted, colon] = match
    fragment.append(element('span', { class: kindOf(quoted, colon) }, quoted ?? whole), colon ?? '')
    written = match.index + whole.length
  }
  fragment.append(text.slice(written))
  return fragment
}

/**
 * @param {string | undefined} quoted
 * @param {string | undefined} colon
 */
function kindOf(quoted, colon) {
  if (!quoted) return 'json-literal'
  return colon ? 'json-key' : 'json-string'
}
