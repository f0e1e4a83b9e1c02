import { z } from 'zod'
import { header, metadataObject } from './common.js'

/** The webhook that is asked before an insert, update or delete. */
export const validateInput = z.strictObject({
  type: z.literal('http'),
  definition: metadataObject({
    /** A template. */
    url: z.string(),
    headers: z.array(header).default([]),
    forward_client_headers: z.boolean().default(false),
    /** Seconds. */
    timeout: z.int().positive().nullable().optional(),
  }),
})

export type ValidateInputMetadata = z.output<typeof validateInput>
