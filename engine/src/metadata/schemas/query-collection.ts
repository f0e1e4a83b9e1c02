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

/** Whose requests the queries of a collection are for. Wording of Hasura.RQL.Types.Allowlist. */
const scope = z
  .union([
    metadataObject({
      global: z.literal(true),
      roles: z.undefined('roles are not allowed when global is true').optional(),
    }),
    metadataObject({ global: z.literal(false), roles: z.array(z.string().min(1)).min(1) }),
  ])
  .refine(({ roles = [] }) => new Set(roles).size === roles.length, 'duplicate roles are not allowed')

export const allowListEntry = metadataObject({
  collection: z.string().min(1),
  scope: scope.default({ global: true }),
})

export type QueryCollectionMetadata = z.output<typeof queryCollection>
