import type { z } from 'zod'
import { HasuraError } from '../errors.js'

/** @throws HasuraError `parse-failed` naming the first argument that is wrong */
export function parseArgs<Schema extends z.ZodType>(schema: Schema, args: unknown): z.output<Schema> {
  const parsed = schema.safeParse(args)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const steps = (issue?.path ?? []).map((step) =>
    typeof step === 'number' ? `[${step}]` : `.${String(step)}`,
  )
  throw new HasuraError('parse-failed', issue?.message ?? 'invalid arguments', {
    path: `$.args${steps.join('')}`,
  })
}
