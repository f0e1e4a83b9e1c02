// @ts-check
import { element } from './element.js'

/** @param {() => unknown} retry */
export function retryButton(retry) {
  const button = element('button', { type: 'button', class: 'button small' }, 'Try again')
  button.addEventListener('click', () => retry())
  return button
}
