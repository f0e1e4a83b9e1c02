import type { Queryable } from '../../database/database.js'
import type { InsertPlan } from '../../schema/plans.js'
import type { SelectedField } from '../../schema/selected-field.js'
import { compileInsert } from '../../sql/compile-insert.js'
import { compileReturnedRows, type ResponseShape } from '../../sql/compile-mutation-response.js'
import type { SqlContext } from '../../sql/sql-context.js'
import { insertNested } from './insert-nested.js'
import { insertObjectsOf, readConflict } from './read-insert-object.js'
import { runChange } from './run-change.js'
import { runQueryStatement } from './run-statement.js'

/** Runs `insert_t` or `insert_t_one`: all rows at once, or one by one when others are nested in them. */
export async function runInsertField(
  tx: Queryable,
  newContext: () => SqlContext,
  field: SelectedField,
  { kind, table, permissions }: InsertPlan,
): Promise<string> {
  const argument = kind === 'insertOne' ? 'object' : 'objects'
  const shape: ResponseShape = kind === 'insertOne' ? 'row' : 'rows'
  const path = `${field.path}.args.${argument}`
  const conflictType = field.definition?.args.find(({ name }) => name === 'on_conflict')?.type
  const objects = insertObjectsOf(field)
  const onConflict = conflictType ? readConflict(field.args['on_conflict'], conflictType) : null
  if (objects.length === 0) {
    return runQueryStatement(tx, compileReturnedRows(newContext(), field, shape, table, '[]'), path)
  }
  if (objects.every(({ related }) => related.length === 0)) {
    const insert = { table, permissions, rows: objects.map(({ values }) => values), onConflict }
    const compile = (context: SqlContext) => compileInsert(context, insert)
    return runChange(tx, newContext, { table, compile, field, shape, path })
  }
  const inserted = await insertNested(
    tx,
    newContext,
    { table, permissions, objects, onConflict },
    new Map(),
    path,
  )
  const rows = `[${inserted.rows.join(',')}]`
  const statement = compileReturnedRows(newContext(), field, shape, table, rows, inserted.affectedRows)
  return runQueryStatement(tx, statement, path)
}
