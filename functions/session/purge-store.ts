import * as z from 'zod'
import { operation } from '../hasura/operation.js'

const purgedShape = z.object({ sessions: z.int(), log_rows: z.int(), id_tokens: z.int() })

/**
 * Deletes at most so many rows of each kind that have ended: sessions, log rows past their keeping, and ID tokens that are
 * accepted nowhere any more. The database knows which those are, by its own clock.
 */
export const purgePortion = operation<{ batch: number }>(`
mutation Purge($batch: Int!) {
  purge_expired(args: { batch: $batch }) { sessions log_rows id_tokens }
}`).answering(z.object({ purge_expired: z.tuple([purgedShape]) }))
