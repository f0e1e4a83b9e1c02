import { z } from 'zod'
import { comment, header, metadataObject } from './common.js'
import { requestTransform, responseTransform } from './transform.js'

export const cronTrigger = metadataObject({
  name: z.string().min(1),
  webhook: z.string(),
  schedule: z.string(),
  include_in_metadata: z.boolean(),
  payload: z.unknown().optional(),
  retry_conf: metadataObject({
    num_retries: z.int().nonnegative().default(0),
    retry_interval_seconds: z.int().nonnegative().default(10),
    timeout_seconds: z.int().positive().default(60),
    tolerance_seconds: z.int().nonnegative().default(21_600),
  })
    .nullable()
    .optional(),
  headers: z.array(header).nullable().optional(),
  comment,
  request_transform: requestTransform.nullable().optional(),
  response_transform: responseTransform.nullable().optional(),
})

export type CronTriggerMetadata = z.output<typeof cronTrigger>
