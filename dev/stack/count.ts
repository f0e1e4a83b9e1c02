import type { Database } from '../../engine/src/index.js'

/** Counts the rows of a table that match a condition. */
export async function count(
  database: Pick<Database, 'query'>,
  table: string,
  where = 'true',
): Promise<number> {
  const { rows } = await database.query<{ count: string }>(
    `select count(*) as count from ${table} where ${where}`,
  )
  return Number(rows[0]?.count)
}
