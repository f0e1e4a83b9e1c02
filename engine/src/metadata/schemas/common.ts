import { z } from 'zod'

/** Postgres names: `users` is short for `{schema: public, name: users}`. */
export const qualifiedName = z
  .union([
    z.string().min(1),
    z.strictObject({ schema: z.string().min(1).default('public'), name: z.string().min(1) }),
  ])
  .transform((name) => (typeof name === 'string' ? { schema: 'public', name } : name))

export type QualifiedName = z.output<typeof qualifiedName>

export const graphqlName = z.string().regex(/^[_A-Za-z][_0-9A-Za-z]*$/, 'is not a GraphQL name')

export const comment = z.string().nullable().optional()

/** A value that may be left out, or be null, which means the same to Hasura. */
export function withFallback<Schema extends z.ZodType>(schema: Schema, fallback: z.output<Schema>) {
  return schema.nullish().transform((value) => value ?? fallback)
}

/** An object of known keys, where null means left out: so Hasura reads every optional key. */
export function metadataObject<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.preprocess(omitNulls, z.strictObject(shape))
}

function omitNulls(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== null))
}

/** A header of an outgoing call: its value is a template, or the name of an environment variable. */
export const header = metadataObject({
  name: z.string().min(1),
  value: z.string().optional(),
  value_from_env: z.string().optional(),
}).superRefine(({ value, value_from_env: fromEnv }, context) => {
  const problem = headerProblem(value, fromEnv)
  if (problem !== undefined) context.addIssue({ code: 'custom', message: problem })
})

/** In Hasura's words. */
function headerProblem(value: string | undefined, fromEnv: string | undefined): string | undefined {
  if (value !== undefined && fromEnv !== undefined)
    return 'expecting only one of value or value_from_env keys'
  if (value === undefined && fromEnv === undefined) return 'expecting value or value_from_env keys'
  if (!fromEnv?.startsWith('HASURA_GRAPHQL_')) return undefined
  return `env variables starting with "HASURA_GRAPHQL_" are not allowed in value_from_env: ${fromEnv}`
}

export type HeaderMetadata = z.output<typeof header>
