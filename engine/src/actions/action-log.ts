import { z } from 'zod'
import type { Queryable } from '../database/database.js'
import { isAbandoned } from '../database/engine-presence.js'
import { isJsonObject, type JsonObject } from '../json/json.js'
import { parseJson } from '../json/parse-json.js'

/** The call of an asynchronous action that waits in `hdb_catalog.hdb_action_log`. */
export interface QueuedAction {
  id: string
  name: string
  input: JsonObject
  clientHeaders: Record<string, string>
  sessionVariables: Record<string, string>
}

/** What became of a call; exactly one of both is set, as JSON text. */
export interface ActionOutcome {
  response: string | null
  errors: string | null
}

const texts = z.string().transform((text) => z.record(z.string(), z.string()).parse(JSON.parse(text)))
const rowSchema = z.object({
  id: z.string(),
  name: z.string(),
  input: z.string(),
  clientHeaders: texts,
  sessionVariables: texts,
})

/** Claims calls of the named actions, oldest first, no two engines the same one. */
export async function claimActions(
  database: Queryable,
  names: readonly string[],
  { engineKey, limit }: { engineKey: number; limit: number },
): Promise<QueuedAction[]> {
  const { rows } = await database.query(
    `UPDATE hdb_catalog.hdb_action_log AS l SET status = 'processing', locked_by = $1
     FROM (
       SELECT id FROM hdb_catalog.hdb_action_log
       WHERE status = 'created' AND action_name = ANY ($3::text[])
       ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED
     ) AS due
     WHERE l.id = due.id
     RETURNING l.id, l.action_name AS name, l.input_payload AS input,
       l.request_headers AS "clientHeaders", l.session_variables AS "sessionVariables"`,
    [engineKey, limit, names],
  )
  return rows.map((row) => {
    const { input, ...rest } = rowSchema.parse(row)
    const parsed = parseJson(input)
    return { ...rest, input: isJsonObject(parsed) ? parsed : {} }
  })
}

/**
 * Makes the calls available again that are claimed but that no engine works on. Hasura leaves what a killed engine was
 * working on for ever.
 */
export async function releaseActions(
  database: Queryable,
  engineKey: number,
  underWay: readonly string[],
): Promise<void> {
  await database.query(
    `UPDATE hdb_catalog.hdb_action_log SET status = 'created', locked_by = NULL
     WHERE status = 'processing' AND ${isAbandoned('locked_by', 'id')}`,
    [engineKey, underWay],
  )
}

export async function recordAction(
  database: Queryable,
  id: string,
  { response, errors }: ActionOutcome,
): Promise<void> {
  await database.query(
    `UPDATE hdb_catalog.hdb_action_log
     SET status = $2, response_payload = $3, errors = $4, response_received_at = now(), locked_by = NULL
     WHERE id = $1`,
    [id, errors === null ? 'completed' : 'error', response, errors],
  )
}
