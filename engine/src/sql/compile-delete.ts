import sql, { type Sql } from 'sql-template-tag'
import type { DeletePlan } from '../schema/plans.js'
import { returning } from './changed-rows.js'
import { compileBoolExp } from './compile-bool-exp.js'
import { identifier, qualified } from './identifier.js'
import type { SqlContext } from './sql-context.js'

/** `DELETE … RETURNING`. */
export function compileDelete(context: SqlContext, { table, permission, where }: DeletePlan): Sql {
  const row = context.newAlias(table.name)
  const filter = compileBoolExp(context, permission.filter, row)
  const condition = compileBoolExp(context, where, row)
  return sql`delete from ${qualified(table)} as ${identifier(row)} where ${filter} and ${condition}${returning(sql`true`)}`
}
