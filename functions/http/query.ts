import type { z } from 'zod'
import { AppError } from '../errors.js'

/**
 * Narrows the query of a request. A parameter given twice is an error, because parsers disagree on which one counts.
 *
 * @throws AppError `invalid-input`
 */
export function readQuery<T>(request: Request, shape: z.ZodType<T>): T {
  const entries = [...new URL(request.url).searchParams]
  const names = new Set(entries.map(([name]) => name))
  if (names.size !== entries.length)
    throw new AppError('invalid-input', { reason: 'a parameter given twice' })
  const parsed = shape.safeParse(Object.fromEntries(entries))
  if (!parsed.success) throw new AppError('invalid-input', { reason: 'parameters of another shape' })
  return parsed.data
}
