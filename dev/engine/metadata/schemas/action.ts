import { z } from 'zod'
import { comment, graphqlName, header } from './common.js'
import { requestTransform, responseTransform } from './transform.js'

const argument = z.strictObject({ name: graphqlName, type: z.string(), description: comment })

export const action = z.strictObject({
  name: graphqlName,
  definition: z.strictObject({
    type: z.enum(['query', 'mutation']).default('mutation'),
    /** Synchronous unless it says otherwise; the CLI writes an empty kind for query actions. */
    kind: z.enum(['synchronous', 'asynchronous', '']).optional(),
    handler: z.string(),
    arguments: z.array(argument).default([]),
    output_type: z.string(),
    headers: z.array(header).default([]),
    forward_client_headers: z.boolean().default(false),
    ignored_client_headers: z.array(z.string()).optional(),
    timeout: z.int().positive().nullable().optional(),
    request_transform: requestTransform.nullable().optional(),
    response_transform: responseTransform.nullable().optional(),
  }),
  permissions: z.array(z.strictObject({ role: z.string().min(1), comment })).optional(),
  comment,
})

export type ActionMetadata = z.output<typeof action>
