// @ts-check
import { element } from '../dom/element.js'
import { facts } from '../dom/facts.js'
import { find } from '../dom/find.js'

/**
 * @param {string} codeVerifier masked, or where it is
 * @param {string} codeChallenge
 */
export function showSecret(codeVerifier, codeChallenge) {
  const pairs = facts([
    ['Code verifier', codeVerifier],
    ['Code challenge', codeChallenge],
  ])
  find('#secret-facts', HTMLElement).replaceChildren(element('dl', { class: 'facts' }, ...pairs))
  find('#start-controls', HTMLElement).hidden = true
}
