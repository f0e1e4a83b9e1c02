// @ts-check

/**
 * Reads a JWT for showing it. Nothing is verified here: Hasura does that with every request.
 *
 * @param {string} token
 * @returns {{ header: Record<string, unknown>, payload: Record<string, unknown> } | undefined}
 */
export function decodeToken(token) {
  const [header, payload] = token.split('.').slice(0, 2).map(decodePart)
  return header && payload ? { header, payload } : undefined
}

/**
 * @param {string} part
 * @returns {Record<string, unknown> | undefined}
 */
function decodePart(part) {
  try {
    const bytes = Uint8Array.from(atob(part.replaceAll('-', '+').replaceAll('_', '/')), (c) =>
      c.charCodeAt(0),
    )
    const value = JSON.parse(new TextDecoder().decode(bytes))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}
