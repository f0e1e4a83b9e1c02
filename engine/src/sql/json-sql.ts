import sql, { join, type Sql } from 'sql-template-tag'
import type { Selection } from '../schema/output/selection.js'

/** Postgres functions take at most 100 arguments, and each key of an object is two. */
const KEYS_PER_CALL = 50

/** A JSON object with the given keys, in their order. */
function jsonObject(entries: readonly (readonly [string, Sql])[]): Sql {
  const chunks: Sql[] = []
  for (let start = 0; start < entries.length; start += KEYS_PER_CALL) {
    const part = entries
      .slice(start, start + KEYS_PER_CALL)
      .map(([key, value]) => sql`(${key})::text, ${value}`)
    chunks.push(sql`json_build_object(${join(part, ', ')})`)
  }
  const [first, ...others] = chunks
  if (!first) return sql`'{}'::json`
  // Joined as text, because jsonb would lose the order of keys and json has no concatenation.
  return others.reduce(
    (joined, chunk) => sql`(left((${joined})::text, -1) || ',' || substr((${chunk})::text, 2))::json`,
    first,
  )
}

/** A JSON object with what was selected, under the keys of the request. */
export function selectedObject<Plan>(selection: Selection<Plan>, compile: (plan: Plan) => Sql): Sql {
  return jsonObject(
    selection.map((selected) => {
      // The name of a type needs nothing of the database but goes with the row.
      const value = 'plan' in selected ? compile(selected.plan) : sql`(${selected.typeName})::text`
      return [selected.key, value] as const
    }),
  )
}

/** The elements of all `rows` as a JSON list, in the order of the rows. */
export function jsonList(element: Sql, rows: Sql): Sql {
  return sql`(select coalesce(json_agg(${element}), '[]'::json) from ${rows})`
}
