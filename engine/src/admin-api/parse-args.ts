import { z } from 'zod'
import { HasuraError } from '../errors.js'

/** @throws HasuraError `parse-failed` naming the first argument that is wrong */
export function parseArgs<Schema extends z.ZodType>(schema: Schema, args: unknown): z.output<Schema> {
  const parsed = schema.safeParse(args)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const path = issue?.path ?? []
  const key = path.at(-1)
  if (typeof key === 'string' && isAbsent(args, path)) {
    throw new HasuraError('parse-failed', `key "${key}" not found`, { path: formatPath(path.slice(0, -1)) })
  }
  throw new HasuraError('parse-failed', issue?.message ?? 'invalid arguments', { path: formatPath(path) })
}

/** Checks a value against a schema, but leaves it as it was given, without the schema's defaults. */
export function checkedBy(schema: z.ZodType): z.ZodType {
  return z.unknown().superRefine((value, context) => {
    for (const { message, path } of schema.safeParse(value).error?.issues ?? [])
      context.addIssue({ code: 'custom', message, path })
  })
}

function isAbsent(args: unknown, path: readonly PropertyKey[]): boolean {
  let value = args
  for (const step of path) value = typeof value === 'object' && value ? Reflect.get(value, step) : undefined
  return value === undefined
}

function formatPath(path: readonly PropertyKey[]): string {
  const steps = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
  return `$.args${steps.join('')}`
}
