import { z } from 'zod'

/**
 * A part of Hasura's metadata that this engine leaves to the real one.
 *
 * Its key may be there as long as it holds nothing, which is how the Hasura CLI exports it.
 */
export function unsupported(feature: string) {
  return z.unknown().refine(isEmpty, `${feature} are not supported by this engine`).optional()
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true
  return typeof value === 'object' && Object.keys(value).length === 0
}
