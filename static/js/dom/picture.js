// @ts-check
import { element } from './element.js'

/**
 * A person's picture, or the initial of their name where there is none or it cannot be loaded.
 * The name stands beside it, so it is decoration to a screen reader.
 *
 * @param {string | null | undefined} url
 * @param {string} name
 */
export function picture(url, name) {
  const frame = element('span', { class: 'picture', 'aria-hidden': 'true' }, initial(name))
  if (!url) return frame
  const image = element('img', {
    alt: '',
    width: '80',
    height: '80',
    decoding: 'async',
    referrerpolicy: 'no-referrer',
  })
  image.addEventListener('load', () => frame.classList.add('loaded'))
  image.addEventListener('error', () => image.remove())
  image.src = url
  frame.append(image)
  return frame
}

/** @param {string} name */
function initial(name) {
  return (Array.from(name.trim())[0] ?? '?').toUpperCase()
}
