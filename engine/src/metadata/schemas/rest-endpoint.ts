import { z } from 'zod'
import { comment, metadataObject } from './common.js'

/** In the order in which Hasura names them. */
export const REST_METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'] as const

export const restEndpoint = metadataObject({
  name: z.string().min(1),
  /** What follows `/api/rest/`; a segment that begins with a colon is a variable. */
  url: z.string().min(1),
  methods: z
    .array(z.enum(REST_METHODS, { error: ({ input }) => `Method ${String(input)} not supported.` }))
    .min(1),
  definition: metadataObject({
    query: metadataObject({ collection_name: z.string(), query_name: z.string() }),
  }),
  comment,
})

export type RestEndpointMetadata = z.output<typeof restEndpoint>
