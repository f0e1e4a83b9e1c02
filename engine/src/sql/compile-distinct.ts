import sql, { empty, join, type Sql } from 'sql-template-tag'
import type { ColumnModel } from '../model/model.js'
import type { SelectPermission } from '../model/permission.js'
import { cell } from './cell.js'
import { columnOf, identifier } from './identifier.js'
import type { SqlContext } from './sql-context.js'

/** What `distinct_on` compares. */
export interface Distinct {
  /** The values that ORDER BY must use as well. */
  values: ReadonlyMap<ColumnModel, Sql>
  /** Goes behind the row source. */
  joined: Sql
}

/**
 * The values of `distinct_on`. What an inherited role may not see in every row is computed beside the row, under a
 * name: Postgres never takes two expressions with parameters for the same one, as DISTINCT ON and ORDER BY must be.
 */
export function compileDistinct(
  context: SqlContext,
  columns: readonly ColumnModel[],
  permission: SelectPermission,
  row: string,
): Distinct {
  const conditionOf = (column: ColumnModel) => permission.columns.get(column) ?? null
  const redacted = columns.filter((column) => conditionOf(column) !== null)
  const beside = context.newAlias('distinct')
  const values = new Map(
    columns.map((column) => [column, columnOf(redacted.includes(column) ? beside : row, column.name)]),
  )
  if (redacted.length === 0) return { values, joined: empty }
  const cells = redacted.map(
    (column) => sql`${cell(context, row, column, conditionOf(column))} as ${identifier(column.name)}`,
  )
  return { values, joined: sql` cross join lateral (select ${join(cells, ', ')}) as ${identifier(beside)}` }
}
