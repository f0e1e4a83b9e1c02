import type { Queryable } from '../database/database.js'
import { isAbandoned } from '../database/engine-presence.js'

/** Makes the events available again that are claimed but that no engine works on. */
export async function releaseEvents(
  database: Queryable,
  engineKey: number,
  underWay: readonly string[],
): Promise<void> {
  await database.query(
    `UPDATE hdb_catalog.event_log SET locked = NULL, locked_by = NULL
     WHERE locked IS NOT NULL AND ${isAbandoned('locked_by', 'id')}`,
    [engineKey, underWay],
  )
}
