import { z } from 'zod'

/** Text that holds JSON of a shape. Of a wrong one, the first problem is named by its place. */
export function jsonOf<T>(shape: z.ZodType<T>) {
  return z.string().transform((value, context): T => {
    const parsed = shape.safeParse(parseJson(value))
    if (parsed.success) return parsed.data
    const [issue] = parsed.error.issues
    const place = issue?.path.map(String).join('.') || 'it'
    context.addIssue({
      code: 'custom',
      message: `is not the JSON that is expected (${place}: ${issue?.message})`,
    })
    return z.NEVER
  })
}

/** What a text says as JSON; undefined, which JSON cannot say, for a text that is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
