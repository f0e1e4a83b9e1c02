import sql, { type Sql } from 'sql-template-tag'
import type { TableModel } from '../model/model.js'
import type { DeletePermission } from '../permissions/permission.js'
import type { SelectedField } from '../schema/selected-field.js'
import { CHANGED_ROWS, mutationStatement, returning } from './changed-rows.js'
import { compileBoolExp } from './compile-bool-exp.js'
import { compileMutationResponse, type ResponseShape } from './compile-mutation-response.js'
import { identifier, qualified } from './identifier.js'
import type { SqlContext } from './sql-context.js'

/** The statement of a delete; see `mutationStatement`. */
export function compileDelete(
  context: SqlContext,
  table: TableModel,
  permission: DeletePermission,
  where: (row: string) => Sql,
  field: SelectedField,
  shape: ResponseShape,
): Sql {
  const row = context.newAlias(table.name)
  const filter = compileBoolExp(context, permission.filter, row)
  const deleted = sql`delete from ${qualified(table)} as ${identifier(row)} where ${filter} and ${where(row)}${returning(sql`true`)}`
  return mutationStatement(
    table,
    deleted,
    compileMutationResponse(context, field, shape, table, CHANGED_ROWS),
  )
}
