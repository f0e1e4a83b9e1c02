import { z } from 'zod'

/** Text that holds JSON of a shape. Of a wrong one, the first problem is named by its place. */
export function jsonOf<T>(shape: z.ZodType<T>) {
  return z.string().transform((value, context): T => {
    const parsed = shape.safeParse(parse(value))
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

function parse(value: string): unknown {
  try {
    return JSON.parse(value)
  } catch {
    return undefined
  }
}
