import { z } from 'zod'
import type { Database } from '../../engine/src/index.js'

const rowSchema = z.object({
  user_id: z.string().nullable(),
  session_id: z.string().nullable(),
  event: z.string(),
  detail: z.string().transform((text): unknown => JSON.parse(text)),
})

/** The rows of `auth_log` about an event, oldest first. */
export async function logRows(database: Pick<Database, 'query'>, event: string) {
  const { rows } = await database.query(
    'select user_id, session_id, event, detail::text as detail from auth_log where event = $1 order by at',
    [event],
  )
  return z.array(rowSchema).parse(rows)
}
