// @ts-check
import { find } from './find.js'

/**
 * A place of the page that says one thing at a time, or nothing.
 *
 * @param {string} selector
 * @returns {(message: Node | undefined) => void}
 */
export function messageRegion(selector) {
  const region = find(selector, HTMLElement)
  return (message) => {
    region.replaceChildren(...(message ? [message] : []))
    region.hidden = !message
  }
}
