import type { Database } from '../../engine/src/index.js'

/** Gives a person sessions that are all in use, as many as anybody may have, and their ids in order. */
export async function crowdDevices(database: Pick<Database, 'query'>, userId: string): Promise<unknown[]> {
  const { rows } = await database.query(
    `insert into sessions (user_id, client, presented, floor, generation, created_at, idle_expires_at, expires_at)
     select $1, 'device', 1, 1, 2, now() - interval '1 hour', now() + interval '1 day', now() + interval '2 days'
     from generate_series(1, 50) returning id`,
    [userId],
  )
  return rows.map(({ id }) => id).sort()
}
