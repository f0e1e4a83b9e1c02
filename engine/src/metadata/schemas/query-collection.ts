import { type DocumentNode, parse } from 'graphql'
import { z } from 'zod'
import { comment, metadataObject } from './common.js'

const storedQuery = z.string().transform((text, context): { text: string; document: DocumentNode } => {
  try {
    return { text, document: parse(text) }
  } catch {
    context.addIssue({ code: 'custom', message: 'parsing the graphql query failed' })
    return z.NEVER
  }
})

export const queryCollection = metadataObject({
  name: z.string().min(1),
  definition: metadataObject({
    queries: z.array(metadataObject({ name: z.string().min(1), query: storedQuery })),
  }),
  comment,
})

/** Whose requests the queries of a collection are for. */
const scope = metadataObject({
  global: z.boolean(),
  roles: z.array(z.string().min(1)).min(1).optional(),
}).superRefine((given, context) => {
  const message = scopeProblem(given)
  if (message !== undefined) context.addIssue({ code: 'custom', message })
})

/** In the words of Hasura.RQL.Types.Allowlist. */
function scopeProblem({ global, roles }: { global: boolean; roles?: string[] | undefined }) {
  if (global) return roles && 'roles are not allowed when global is true'
  if (!roles) return 'key "roles" not found'
  return new Set(roles).size < roles.length ? 'duplicate roles are not allowed' : undefined
}

export const allowListEntry = metadataObject({
  collection: z.string().min(1),
  scope: scope.default({ global: true }),
})
