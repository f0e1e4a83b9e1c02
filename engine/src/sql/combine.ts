import sql, { join, type Sql } from 'sql-template-tag'

/** Conditions joined by ` and ` or ` or `; `empty` is what no condition amounts to. */
export function combine(parts: readonly Sql[], separator: ' and ' | ' or ', empty: Sql): Sql {
  const [only] = parts
  if (!only) return empty
  return parts.length === 1 ? only : sql`(${join(parts, separator)})`
}
