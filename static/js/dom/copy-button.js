// @ts-check
import { announce } from './announce.js'
import { element } from './element.js'
import { icon } from './icon.js'

const shownForMs = 1600

/**
 * A button that copies a value which the page itself only shows masked.
 * The value is read when pressed: the DOM never holds it.
 *
 * @param {string} what how the value is called, as in "access token"
 * @param {() => string} read
 */
export function copyButton(what, read) {
  const label = element('span', {}, 'Copy')
  const button = element('button', {
    type: 'button',
    class: 'button small',
    'aria-label': `Copy the ${what}`,
  })
  button.append(icon('copy'), label)
  button.addEventListener('click', async () => {
    const copied = await navigator.clipboard.writeText(read()).then(
      () => true,
      () => false,
    )
    label.textContent = copied ? 'Copied' : 'Blocked'
    announce(copied ? `The ${what} is on the clipboard.` : 'This browser does not let the page copy.')
    setTimeout(() => {
      label.textContent = 'Copy'
    }, shownForMs)
  })
  return button
}
