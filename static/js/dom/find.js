// @ts-check

/**
 * The element of the page that matches, with its type checked.
 *
 * @template {Element} Kind
 * @param {string} selector
 * @param {abstract new () => Kind} kind
 * @param {ParentNode} [within]
 * @returns {Kind}
 * @throws {TypeError} when the page lacks it: page and script have drifted apart
 */
export function find(selector, kind, within = document) {
  const found = within.querySelector(selector)
  if (!(found instanceof kind)) throw new TypeError(`The page has no ${kind.name} at "${selector}"`)
  return found
}
