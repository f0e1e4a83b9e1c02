import type { Database } from '../../engine/src/index.js'

/**
 * Gives somebody fifty sessions in use, as many as a person can have: the given ones, which become the oldest, and
 * copies of them. One more that counts signs one of the given ones out.
 *
 * @param sessionIds of one person, all of them refreshed before
 */
export async function fillSessions(
  database: Pick<Database, 'query'>,
  sessionIds: readonly string[],
): Promise<void> {
  await database.query("update sessions set created_at = now() - interval '1 hour' where id = any ($1)", [
    sessionIds,
  ])
  await database.query(
    `insert into sessions (user_id, client, created_at, idle_expires_at, expires_at, generation, presented, floor)
     select user_id, client, now() - interval '30 minutes', idle_expires_at, expires_at, 2, 1, 1
     from sessions as one, generate_series(1, 50 - (
       select count(*) from sessions where user_id = one.user_id and presented > 0
     )::int)
     where one.id = $1`,
    [sessionIds[0]],
  )
}
