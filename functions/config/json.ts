import * as z from 'zod'
import { hasRepeatedKey } from './repeated-key.js'

/** Text that holds JSON of a shape. Of a wrong one, the first problem is named by its place. */
export function jsonOf<T>(shape: z.ZodType<T>) {
  return z.string().transform((value, context): T => {
    const parsed = shape.safeParse(parseJson(value))
    const problem = jsonProblem(value)
    if (parsed.success && problem === undefined) return parsed.data
    const message = problem ?? `is not the JSON that is expected (${describeIssue(parsed.error?.issues[0])})`
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  })
}

/** Why a text does not say one thing as JSON; undefined when it does. */
export function jsonProblem(text: string): string | undefined {
  if (parseJson(text) === undefined)
    return 'is not JSON, which has double quotes, no comment and no comma at the end'
  return hasRepeatedKey(text)
    ? 'gives one key of an object twice, of which only the last would count'
    : undefined
}

/** What a text says as JSON; undefined, which JSON cannot say, for a text that is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

// Shorter than every secret.
const longestName = 31

function describeIssue(issue: z.core.$ZodIssue | undefined): string {
  const place = issue?.path.map(shortName).join('.') || 'it'
  if (issue?.code !== 'unrecognized_keys') return `${place}: ${issue?.message}`
  return `${place}: has no ${issue.keys.map(shortName).join(' and no ')}`
}

/** A name in JSON that somebody wrote, unless it could be a secret in a wrong place. */
export function shortName(name: PropertyKey): string {
  const text = String(name)
  return text.length > longestName ? '…' : text
}
