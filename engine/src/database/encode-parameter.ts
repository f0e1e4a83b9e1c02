/**
 * Writes a parameter as the text Postgres reads; both drivers then send it unchanged.
 * Arrays become array literals, other objects JSON.
 */
export function encodeParameter(value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
    return String(value)
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString('hex')}`
  if (Array.isArray(value)) return `{${value.map(encodeElement).join(',')}}`
  return JSON.stringify(value)
}

function encodeElement(element: unknown): string {
  if (Array.isArray(element)) return `{${element.map(encodeElement).join(',')}}`
  const text = encodeParameter(element)
  return text === null ? 'NULL' : `"${text.replace(/["\\]/g, '\\$&')}"`
}
