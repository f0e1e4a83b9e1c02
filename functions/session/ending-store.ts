import * as z from 'zod'
import { countShape, operation } from '../hasura/operation.js'

/** That a session is the one of this person, who has this role. */
export interface OwnedBy {
  user_id: { _eq: string }
  user: { user_roles: { role_name: { _eq: string } } }
}

/** The session by its id, and as a session of the caller's where only a caller names it. */
type NamedSession = { id: { _eq: string } } & Partial<OwnedBy>

/** As long as its token may come. */
type LiveSession = NamedSession & { end_reason: { _is_null: true } }

interface Ending {
  /** Every session of whoever has the named one: what this mutation marked is deleted among them. */
  mine: { user: { sessions: NamedSession } }
  /** The named session, where its token is over. */
  reused: { id: { _eq: string } | { _in: never[] } }
  /** The named session, or all of whoever has it. */
  ended: LiveSession | { user: { sessions: LiveSession } }
  now: Date
}

/** Ends sessions; the trigger writes each of them down. The lock of the person comes first. */
export const endSessions = operation<Ending>(`
mutation EndSessions(
  $mine: sessions_bool_exp!, $reused: sessions_bool_exp!, $ended: sessions_bool_exp!, $now: timestamptz!
) {
  update_users(where: { sessions: $mine }, _set: { sessions_ended_at: $now }) { affected_rows }
  reused: update_sessions(where: $reused, _set: { end_reason: "refresh-token-reused" }) { affected_rows }
  ended: update_sessions(where: $ended, _set: { end_reason: "signed-out" }) { affected_rows }
  delete_sessions(where: { _and: [$mine, { end_reason: { _is_null: false } }] }) { affected_rows }
}`).answering(z.object({ reused: countShape, delete_sessions: countShape }))
