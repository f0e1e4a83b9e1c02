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

/** A header of an outgoing call: its value is a template, or the name of an environment variable. */
export const header = z
  .strictObject({
    name: z.string().min(1),
    value: z.string().optional(),
    value_from_env: z.string().optional(),
  })
  .refine(
    ({ value, value_from_env: fromEnv }) => (value === undefined) !== (fromEnv === undefined),
    'a header takes either value or value_from_env',
  )
  .refine(
    ({ value_from_env: fromEnv }) => !fromEnv?.startsWith('HASURA_GRAPHQL_'),
    'a header may not take its value from a HASURA_GRAPHQL_* variable',
  )

export type HeaderMetadata = z.output<typeof header>
