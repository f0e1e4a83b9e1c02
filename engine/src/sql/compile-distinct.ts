import sql, { empty, join, type Sql } from 'sql-template-tag'
import type { VisibleColumn } from '../model/bool-exp.js'
import type { ColumnModel } from '../model/model.js'
import { cell } from './cell.js'
import { columnOf, identifier } from './identifier.js'
import type { SqlContext } from './sql-context.js'

/** What `distinct_on` compares. */
interface Distinct {
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
  columns: readonly VisibleColumn[],
  row: string,
): Distinct {
  const redacted = columns.filter(({ condition }) => condition !== null)
  const beside = context.newAlias('distinct')
  const values = new Map(
    columns.map(({ column, condition }) => [column, columnOf(condition ? beside : row, column.name)]),
  )
  if (redacted.length === 0) return { values, joined: empty }
  const cells = redacted.map(
    (visible) => sql`${cell(context, row, visible)} as ${identifier(visible.column.name)}`,
  )
  return { values, joined: sql` cross join lateral (select ${join(cells, ', ')}) as ${identifier(beside)}` }
}
