// @ts-check
import { element } from '../dom/element.js'
import { facts } from '../dom/facts.js'
import { find } from '../dom/find.js'
import { mask } from '../token/mask.js'

/**
 * @param {string} codeVerifier
 * @param {string} codeChallenge
 */
export function showSecret(codeVerifier, codeChallenge) {
  const pairs = facts([
    ['Code verifier', mask(codeVerifier)],
    ['Code challenge', codeChallenge],
  ])
  find('#secret-facts', HTMLElement).replaceChildren(element('dl', { class: 'facts' }, ...pairs))
  find('#start-controls', HTMLElement).hidden = true
}
