import type { Queryable } from '../database/database.js'

/** An event that this engine has claimed and must deliver. */
export interface ClaimedEvent {
  id: string
  trigger: string
  schema: string
  table: string
  /** JSON text, with the digits that Postgres printed. */
  payload: string
  /** Earlier attempts. */
  tries: number
  /** ISO without a zone, as JSON text. */
  createdAt: string
}

/**
 * Claims due events, oldest first. Rows that another engine is claiming at this moment are passed over, so that no
 * two engines get the same one.
 */
export async function claimEvents(
  database: Queryable,
  engineKey: number,
  limit: number,
  now: Date,
): Promise<ClaimedEvent[]> {
  const { rows } = await database.query<ClaimedEvent>(
    `WITH claimed AS (
       UPDATE hdb_catalog.event_log AS e SET locked = $3::timestamptz, locked_by = $1
       FROM (
         SELECT id FROM hdb_catalog.event_log
         WHERE NOT delivered AND NOT error AND NOT archived
           AND (locked IS NULL OR locked < $3::timestamptz - interval '30 minutes')
           AND (next_retry_at IS NULL OR next_retry_at <= $3::timestamptz)
         ORDER BY locked NULLS FIRST, next_retry_at NULLS FIRST, created_at
         LIMIT $2 FOR UPDATE SKIP LOCKED
       ) AS due
       WHERE e.id = due.id
       RETURNING e.*
     )
     SELECT id, trigger_name AS trigger, schema_name AS schema, table_name AS table,
       payload::text AS payload, tries, to_json(created_at)::text AS "createdAt"
     FROM claimed ORDER BY created_at`,
    [engineKey, limit, now],
  )
  return rows
}

/** Now, while there is any event to be retried; else a new one has to be written first. */
export async function nextEventMs(database: Queryable): Promise<number> {
  const { rows } = await database.query(
    'SELECT FROM hdb_catalog.event_log WHERE NOT delivered AND NOT error AND NOT archived LIMIT 1',
  )
  return rows.length > 0 ? 0 : Number.POSITIVE_INFINITY
}
