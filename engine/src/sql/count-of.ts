import sql, { join, type Sql } from 'sql-template-tag'

/** `count(*)`, or of the rows in which the columns are not null. */
export function countOf(columns: readonly Sql[], isDistinct: boolean): Sql {
  if (columns.length === 0) return sql`count(*)`
  const counted = columns.length === 1 ? join(columns) : sql`(${join(columns, ', ')})`
  return isDistinct ? sql`count(distinct ${counted})` : sql`count(${counted})`
}
