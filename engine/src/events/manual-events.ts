import { z } from 'zod'
import type { Session } from '../auth/session.js'
import type { Database } from '../database/database.js'
import { HasuraError } from '../errors.js'
import type { EventTrigger } from './event-trigger.js'
import { sessionSettings } from './session-settings.js'

/** `pg_invoke_event_trigger`: puts an event of the caller's own into the log. */
export async function invokeEventTrigger(
  database: Database,
  triggers: readonly EventTrigger[],
  request: { name: string; payload: unknown; session: Session },
): Promise<{ event_id: string }> {
  const trigger = triggers.find(({ metadata }) => metadata.name === request.name)
  if (trigger === undefined) {
    throw new HasuraError('not-exists', `event trigger "${request.name}" does not exist`, {
      path: '$.args',
    })
  }
  if (!trigger.metadata.definition.enable_manual) {
    const message = 'manual mode is not enabled for event trigger'
    throw new HasuraError('not-supported', message, { path: '$.args' })
  }
  return database.transaction(async (tx) => {
    const { rows } = await tx.query('SELECT hdb_catalog.insert_event_log($1, $2, $3, $4, $5) AS event_id', [
      trigger.table.schema,
      trigger.table.name,
      request.name,
      'MANUAL',
      JSON.stringify({ old: null, new: request.payload ?? null }),
    ])
    return z.object({ event_id: z.string() }).parse(rows[0])
  }, sessionSettings(request.session.variables))
}

/** `pg_redeliver_event`: makes an event new again, unless it is being delivered. */
export async function redeliverEvent(database: Database, eventId: string): Promise<void> {
  await database.transaction(async (tx) => {
    const { rows } = await tx.query<{ busy: boolean }>(
      `SELECT locked IS NOT NULL AND locked >= now() - interval '30 minutes' AS busy
       FROM hdb_catalog.event_log WHERE id = $1 FOR UPDATE`,
      [eventId],
    )
    const [event] = rows
    if (event === undefined) throw new HasuraError('not-exists', 'event not found', { path: '$.args' })
    if (event.busy) throw new HasuraError('busy', 'event is already being processed', { path: '$.args' })
    await tx.query(
      `UPDATE hdb_catalog.event_log
       SET delivered = false, error = false, tries = 0, next_retry_at = NULL WHERE id = $1`,
      [eventId],
    )
  })
}
