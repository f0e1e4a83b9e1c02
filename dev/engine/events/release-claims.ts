import type { Queryable } from '../database/database.js'
import { isGone } from '../presence/engine-presence.js'

/** Makes the events that engines held when they were killed available again. */
export async function releaseClaimsOfGoneEngines(database: Queryable): Promise<void> {
  await database.query(
    `UPDATE hdb_catalog.event_log SET locked = NULL, locked_by = NULL
     WHERE locked IS NOT NULL AND NOT delivered AND NOT error AND NOT archived AND ${isGone('locked_by')}`,
  )
}

/** Gives back, at shutdown, what this engine claimed and did not get delivered. */
export async function releaseOwnClaims(database: Queryable, engineKey: number): Promise<void> {
  await database.query(
    'UPDATE hdb_catalog.event_log SET locked = NULL, locked_by = NULL WHERE locked IS NOT NULL AND locked_by = $1',
    [engineKey],
  )
}
