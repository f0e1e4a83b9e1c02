import sql, { join, type Sql } from 'sql-template-tag'
import type { OnConflict } from '../model/changes.js'
import { compileBoolExp } from './compile-bool-exp.js'
import { columnOf, identifier } from './identifier.js'
import { presetValue } from './preset-value.js'
import type { SqlContext } from './sql-context.js'

/**
 * The ON CONFLICT clause of an insert into the rows with the alias `row`.
 *
 * An update permission rules over the conflicting row as over any update: a row outside its filter is skipped,
 * and its presets are set.
 */
export function compileOnConflict(context: SqlContext, { constraint, update }: OnConflict, row: string): Sql {
  const target = sql` on conflict on constraint ${identifier(constraint)}`
  if (!update) return sql`${target} do nothing`
  const assignments = [
    ...update.columns.map(({ name }) => sql`${identifier(name)} = ${columnOf('excluded', name)}`),
    ...[...update.permission.presets].map(
      ([column, preset]) => sql`${identifier(column.name)} = ${presetValue(context, preset, column)}`,
    ),
  ]
  const where = compileBoolExp(context, update.where, row)
  return sql`${target} do update set ${join(assignments, ', ')} where ${where}`
}
