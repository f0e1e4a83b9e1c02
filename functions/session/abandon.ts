import { writeLog } from '../auth-log/store.js'
import type { Deps } from '../deps.js'
import type { SessionRow } from './store.js'

/**
 * Gives up a sign-in of which nobody knows whether it was written. With this row in the log its session is deleted if it
 * is there, and refused if it comes later. Where not even that can be written, the session is one that nobody has used.
 */
export async function abandonSignIn(
  { hasura, now, log }: Pick<Deps, 'hasura' | 'now' | 'log'>,
  { id: sessionId, user_id: userId }: SessionRow,
): Promise<void> {
  const row = { event: 'sign-in-abandoned' as const, at: now(), user_id: userId, session_id: sessionId }
  await hasura.run(writeLog, { rows: [row] }).then(
    () => log.warn('sign-in-abandoned', { userId, sessionId }),
    () => log.error('sign-in-not-abandoned', { userId, sessionId }),
  )
}
