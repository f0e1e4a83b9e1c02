import * as z from 'zod'
import { operation } from '../hasura/operation.js'
import { timestampShape } from '../time.js'

const progressShape = z.object({
  people: z.int(),
  /** Those whose sign-in or change at GitHub no reading shows yet. */
  waiting: z.int(),
  last_synced_at: timestampShape.nullable(),
})

const keyShape = z.object({
  /** The key id of the sealed text; null for what names none. */
  kid: z.string().nullable(),
  tokens: z.int(),
})

/**
 * How far the sync has come, and how many stored GitHub tokens lie under which key. The database counts: what comes back
 * is as short for a million people.
 */
export const readProgress = operation<object>(`
query SyncProgress {
  sync_progress { people waiting last_synced_at }
  github_token_keys(order_by: [{ tokens: desc }, { kid: asc }]) { kid tokens }
}`).answering(
  z
    .object({ sync_progress: z.tuple([progressShape]), github_token_keys: z.array(keyShape) })
    .transform(({ sync_progress: [progress], github_token_keys: tokenKeys }) => ({ ...progress, tokenKeys })),
)

export type SyncProgress = z.output<typeof readProgress.answerShape>
