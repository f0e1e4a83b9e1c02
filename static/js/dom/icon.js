// @ts-check

// Beside this folder, wherever the two are served.
const icons = new URL('../../icons.svg', import.meta.url).pathname
const svg = 'http://www.w3.org/2000/svg'

/**
 * One symbol of icons.svg, silent to screen readers: the text beside it names it.
 *
 * @param {string} name
 */
export function icon(name) {
  const node = document.createElementNS(svg, 'svg')
  node.setAttribute('class', 'icon')
  node.setAttribute('aria-hidden', 'true')
  const use = document.createElementNS(svg, 'use')
  use.setAttribute('href', `${icons}#${name}`)
  node.append(use)
  return node
}
