import type { Database } from '../../engine/src/index.js'

/** Holds the row of a user for update, on a connection of its own, for as long as the work takes. */
export function whileUserLocked<T>(
  database: Pick<Database, 'transaction'>,
  userId: string,
  work: () => Promise<T>,
): Promise<T> {
  return database.transaction(async (tx) => {
    const { rows } = await tx.query('select 1 from users where id = $1 for update', [userId])
    if (rows.length === 0) throw new Error(`there is no user ${userId} to lock`)
    return work()
  })
}
