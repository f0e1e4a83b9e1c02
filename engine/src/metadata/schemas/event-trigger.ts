import { z } from 'zod'
import { comment, header, metadataObject } from './common.js'
import { requestTransform, responseTransform } from './transform.js'

const columns = z.union([z.literal('*'), z.array(z.string())])
const operation = metadataObject({ columns, payload: columns.nullable().optional() })

const definition = metadataObject({
  enable_manual: z.boolean().optional(),
  insert: operation.nullable().optional(),
  update: operation.nullable().optional(),
  delete: operation.nullable().optional(),
}).refine(
  (spec) => spec.insert || spec.update || spec.delete || spec.enable_manual,
  'atleast one amongst insert/update/delete/enable_manual spec must be provided',
)

const retryConf = metadataObject({
  num_retries: z.int().nonnegative(),
  interval_sec: z.int().nonnegative(),
  timeout_sec: z.int().positive().nullable().optional(),
})

const cleanupConfig = metadataObject({
  schedule: z.string(),
  batch_size: z.int().positive().optional(),
  clear_older_than: z.int().positive(),
  timeout: z.int().positive().optional(),
  clean_invocation_logs: z.boolean().optional(),
  paused: z.boolean().optional(),
})

export const eventTrigger = metadataObject({
  name: z
    .string()
    .max(42, 'event trigger names have at most 42 characters')
    .regex(/^[A-Za-z]+[A-Za-z0-9_-]*$/, 'is not an event trigger name'),
  definition,
  retry_conf: retryConf,
  webhook: z.string().optional(),
  webhook_from_env: z.string().optional(),
  headers: z.array(header).nullable().optional(),
  request_transform: requestTransform.nullable().optional(),
  response_transform: responseTransform.nullable().optional(),
  cleanup_config: cleanupConfig.nullable().optional(),
  trigger_on_replication: z.boolean().optional(),
  comment,
}).refine(
  (trigger) => (trigger.webhook === undefined) !== (trigger.webhook_from_env === undefined),
  'an event trigger takes either webhook or webhook_from_env',
)

export type EventTriggerMetadata = z.output<typeof eventTrigger>
