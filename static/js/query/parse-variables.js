// @ts-check

/**
 * The variables of a query as typed by a person; nothing typed means none.
 *
 * @param {string} text
 * @returns {Record<string, unknown> | undefined} `undefined` when it is no JSON object
 */
export function parseVariables(text) {
  if (text.trim() === '') return {}
  try {
    const value = /** @type {unknown} */ (JSON.parse(text))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    return undefined
  }
}
