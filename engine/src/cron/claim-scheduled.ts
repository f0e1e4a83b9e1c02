import type { Queryable } from '../database/database.js'
import { isAbandoned } from '../database/engine-presence.js'
import { type ScheduledKind, scheduledTables } from './scheduled-job.js'

export interface Claim {
  engineKey: number
  limit: number
  now: Date
}

/**
 * SQL that claims due events of one table: `$1` the engine's key, `$2` now, `$3` at most so many.
 * `condition` narrows them, on the row `due`.
 */
export function claimSql(kind: ScheduledKind, columns: string, condition = 'true'): string {
  const { events } = scheduledTables[kind]
  return `
    UPDATE ${events} AS e SET status = 'locked', locked_by = $1
    FROM (
      SELECT due.id FROM ${events} AS due
      WHERE due.status = 'scheduled' AND coalesce(due.next_retry_at, due.scheduled_time) <= $2::timestamptz
        AND ${condition}
      ORDER BY due.scheduled_time LIMIT $3 FOR UPDATE SKIP LOCKED
    ) AS claimed
    WHERE e.id = claimed.id
    RETURNING ${columns}`
}

/** Makes the events available again that are claimed but that no engine works on. */
export async function releaseScheduled(
  database: Queryable,
  engineKey: number,
  underWay: readonly string[],
): Promise<void> {
  for (const { events } of Object.values(scheduledTables)) {
    await database.query(
      `UPDATE ${events} SET status = 'scheduled', locked_by = NULL
       WHERE status = 'locked' AND ${isAbandoned('locked_by', 'id')}`,
      [engineKey, underWay],
    )
  }
}

/** When the next event is due, in milliseconds of Unix time. */
export async function nextScheduledMs(database: Queryable): Promise<number> {
  const times = Object.values(scheduledTables).map(
    ({ events }) =>
      `SELECT coalesce(next_retry_at, scheduled_time) AS due FROM ${events} WHERE status = 'scheduled'`,
  )
  const { rows } = await database.query<{ ms: number | null }>(
    `SELECT extract(epoch FROM min(due))::float8 * 1000 AS ms FROM (${times.join(' UNION ALL ')}) AS times`,
  )
  return rows[0]?.ms ?? Number.POSITIVE_INFINITY
}
