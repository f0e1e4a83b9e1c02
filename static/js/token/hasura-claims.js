// @ts-check

const usualNamespace = 'https://hasura.io/jwt/claims'

/**
 * The Hasura claims of a token, wherever its configuration puts them: under the usual namespace or another one, as an
 * object or as JSON text.
 *
 * @param {Record<string, unknown>} payload
 * @returns {{ namespace: string, claims: Record<string, unknown> } | undefined}
 */
export function hasuraClaims(payload) {
  const names = [usualNamespace, ...Object.keys(payload)]
  for (const namespace of names) {
    const claims = readClaims(payload[namespace])
    if (claims) return { namespace, claims }
  }
  return 'x-hasura-allowed-roles' in payload ? { namespace: '', claims: onlyHasura(payload) } : undefined
}

/**
 * @param {unknown} value
 * @returns {Record<string, unknown> | undefined}
 */
function readClaims(value) {
  const parsed = typeof value === 'string' ? parseObject(value) : value
  if (typeof parsed !== 'object' || parsed === null || !('x-hasura-allowed-roles' in parsed)) return undefined
  return { ...parsed }
}

/** @param {string} text */
function parseObject(text) {
  if (!text.startsWith('{')) return undefined
  try {
    return /** @type {unknown} */ (JSON.parse(text))
  } catch {
    return undefined
  }
}

/** @param {Record<string, unknown>} payload */
function onlyHasura(payload) {
  return Object.fromEntries(Object.entries(payload).filter(([name]) => name.startsWith('x-hasura-')))
}
