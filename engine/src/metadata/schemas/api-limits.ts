import { z } from 'zod'
import { metadataObject } from './common.js'

const count = z.int().min(0)

/** In Hasura's words. */
const UNIQUE_PARAMS = "Not a valid value. Should be either: 'IP' or a list of Hasura session variables"
const sessionVariable = z.string().regex(/^x-hasura-(?!role$)/i, UNIQUE_PARAMS)

const rate = metadataObject({
  max_reqs_per_min: count,
  unique_params: z
    .union([z.string().regex(/^ip$/i), z.array(sessionVariable)], UNIQUE_PARAMS)
    .transform((params) => (typeof params === 'string' ? 'IP' : params))
    .optional(),
})

/** Requests of one role are held to its own value, others to the global one. */
function limitOf<Schema extends z.ZodType>(value: Schema) {
  return metadataObject({ global: value, per_role: z.record(z.string(), value).default({}) }).optional()
}

/** How much one client may ask. @see Hasura.RQL.Types.ApiLimit */
export const apiLimits = metadataObject({
  disabled: z.boolean().default(false),
  depth_limit: limitOf(count),
  node_limit: limitOf(count),
  batch_limit: limitOf(count),
  /** In seconds. */
  time_limit: limitOf(z.number().min(0)),
  rate_limit: limitOf(rate),
})

export type ApiLimits = z.output<typeof apiLimits>
