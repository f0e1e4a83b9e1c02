import sql, { type Sql } from 'sql-template-tag'
import type { TableModel } from '../model/model.js'
import type { DeletePermission } from '../model/permission.js'
import { returning } from './changed-rows.js'
import { compileBoolExp } from './compile-bool-exp.js'
import { identifier, qualified } from './identifier.js'
import type { SqlContext } from './sql-context.js'

/** `DELETE … RETURNING`. */
export function compileDelete(
  context: SqlContext,
  table: TableModel,
  permission: DeletePermission,
  where: (row: string) => Sql,
): Sql {
  const row = context.newAlias(table.name)
  const filter = compileBoolExp(context, permission.filter, row)
  return sql`delete from ${qualified(table)} as ${identifier(row)} where ${filter} and ${where(row)}${returning(sql`true`)}`
}
