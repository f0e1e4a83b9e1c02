import { z } from 'zod'
import { header } from '../../metadata/schemas/common.js'
import { checkedBy } from '../parse-args.js'
import { tableArgs } from './metadata-json.js'

const columns = z.union([z.literal('*'), z.array(z.string())])
const operation = z.looseObject({ columns, payload: columns.nullish() }).nullish()

const args = tableArgs.extend({
  name: z.string(),
  insert: operation,
  update: operation,
  delete: operation,
  enable_manual: z.boolean().nullish(),
  retry_conf: z.unknown().optional(),
  webhook: z.string().nullish(),
  webhook_from_env: z.string().nullish(),
  headers: checkedBy(z.array(header).nullish()).optional(),
  request_transform: z.unknown().optional(),
  response_transform: z.unknown().optional(),
  cleanup_config: z.unknown().optional(),
  trigger_on_replication: z.boolean().nullish(),
  replace: z.boolean().default(false),
})

export type EventTriggerArgs = z.output<typeof args>

/** Arguments of `pg_create_event_trigger`; what is wrong with them is told in Hasura's words. */
export const eventTriggerArgs = args.superRefine((given, context) => {
  const message = firstProblem(given)
  if (message !== undefined) context.addIssue({ code: 'custom', message })
})

function firstProblem({ name, webhook, webhook_from_env: fromEnv, ...given }: EventTriggerArgs) {
  const operations = [given.insert, given.update, given.delete].filter((one) => !!one)
  if (!/^[A-Za-z]+[A-Za-z0-9_-]*$/.test(name))
    return 'only alphanumeric and underscore and hyphens allowed for name'
  if (name.length > 42) return 'event trigger name can be at most 42 characters'
  if (operations.length === 0 && !given.enable_manual)
    return 'atleast one amongst insert/update/delete/enable_manual spec must be provided'
  if (webhook && fromEnv) return 'only one of webhook or webhook_from_env should be given'
  if (!webhook && !fromEnv) return 'must provide webhook or webhook_from_env'
  if (operations.some((one) => one.columns.length === 0)) return 'found empty column specification'
  if (operations.some(({ payload }) => payload?.length === 0)) return 'found empty payload specification'
  return undefined
}
