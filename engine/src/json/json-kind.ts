import { JsonNumber } from './json.js'

/** The name that JSON's own grammar has for a kind of value. */
export function jsonKind(value: unknown): string {
  if (value === null || value === undefined) return 'Null'
  if (Array.isArray(value)) return 'Array'
  if (typeof value === 'string') return 'String'
  if (typeof value === 'boolean') return 'Boolean'
  if (typeof value === 'number' || value instanceof JsonNumber) return 'Number'
  return 'Object'
}
