import { z } from 'zod'
import { comment, graphqlName, header, withFallback } from './common.js'
import { requestTransform, responseTransform } from './transform.js'

const argument = z.strictObject({ name: graphqlName, type: z.string(), description: comment })

export const action = z.strictObject({
  name: graphqlName,
  definition: z.strictObject({
    type: withFallback(z.enum(['query', 'mutation']), 'mutation'),
    /** Synchronous unless it says otherwise; the CLI writes an empty kind for query actions. */
    kind: z.enum(['synchronous', 'asynchronous', '']).nullable().optional(),
    handler: z.string(),
    arguments: withFallback(z.array(argument), []),
    output_type: z.string(),
    headers: withFallback(z.array(header), []),
    forward_client_headers: withFallback(z.boolean(), false),
    ignored_client_headers: z
      .array(z.string())
      .nullish()
      .transform((names) => names ?? undefined),
    timeout: z.int().positive().nullable().optional(),
    request_transform: requestTransform.nullable().optional(),
    response_transform: responseTransform.nullable().optional(),
  }),
  permissions: withFallback(z.array(z.strictObject({ role: z.string().min(1), comment })), []),
  comment,
})

export type ActionMetadata = z.output<typeof action>
