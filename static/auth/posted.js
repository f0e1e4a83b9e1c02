// @ts-check

/**
 * A request with JSON in it.
 *
 * @param {unknown} content
 */
export function posted(content) {
  /** @type {Record<string, string>} */
  const headers = { 'content-type': 'application/json' }
  return { method: 'POST', headers, body: JSON.stringify(content) }
}
