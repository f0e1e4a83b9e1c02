import type { Queryable } from '../database/database.js'
import type { Json } from '../json/json.js'
import { parseJson } from '../json/parse-json.js'

/** The rows of a query as Postgres itself writes them in JSON. */
export async function jsonRows(
  database: Queryable,
  sql: string,
  values: readonly unknown[],
): Promise<Json[]> {
  const { rows } = await database.query<{ row: string }>(
    `SELECT row_to_json(found)::text AS row FROM (${sql}) AS found`,
    values,
  )
  return rows.map(({ row }) => parseJson(row))
}
