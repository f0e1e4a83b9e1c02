import type * as z from 'zod'
import { AppError } from '../errors.js'

// What browsers, past and present, send with a request for a page that nobody may ever look at.
const purposeHeaders = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz']
const speculative = /prefetch|prerender|preview/i

/**
 * Lets only a navigation that a person can see start or finish a sign-in: no image, frame or prefetch.
 *
 * Browsers without these headers pass; state and transaction still bind the flow to them.
 *
 * @throws AppError `cross-site`
 */
export function requireNavigation(request: Request): void {
  const destination = request.headers.get('sec-fetch-dest') ?? 'document'
  const isSpeculative = purposeHeaders.some((name) => speculative.test(request.headers.get(name) ?? ''))
  if (destination !== 'document' || isSpeculative) {
    throw new AppError('cross-site', { reason: `not a navigation: ${destination.slice(0, 20)}` })
  }
}

/**
 * Narrows the query of a request.
 *
 * @throws AppError `invalid-input`, also for a parameter given twice
 */
export function readQuery<T>(request: Request, shape: z.ZodType<T>): T {
  const parsed = shape.safeParse(readPairs(new URL(request.url).searchParams))
  if (!parsed.success) throw new AppError('invalid-input', { reason: 'parameters of another shape' })
  return parsed.data
}

/**
 * The parameters of a query or a form by name. One that is given twice is an error, because parsers disagree on which
 * one counts.
 *
 * @throws AppError `invalid-input`
 */
export function readPairs(parameters: URLSearchParams): Record<string, string> {
  const entries = [...parameters]
  const names = new Set(entries.map(([name]) => name))
  if (names.size !== entries.length)
    throw new AppError('invalid-input', { reason: 'a parameter given twice' })
  return Object.fromEntries(entries)
}
