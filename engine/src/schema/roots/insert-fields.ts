import type { TableModel } from '../../model/model.js'
import { showName } from '../../pg-catalogue/catalogue.js'
import { listInput } from '../input/list-input.js'
import { required } from '../input/slot.js'
import { slotRecord } from '../input/slots.js'
import { branch } from '../output/field.js'
import type { InsertPlan } from '../plans.js'
import type { SchemaContext } from '../schema-context.js'
import { insertInput } from '../types/insert-input.js'
import { mutationResponseOutput } from '../types/mutation-response-output.js'
import { onConflictSlot } from '../types/on-conflict-input.js'
import { rowOutput } from '../types/row-output.js'
import { type FieldEntry, rootField } from './root-field.js'

/** `insert_t` and `insert_t_one`. */
export function insertFields(context: SchemaContext, table: TableModel): FieldEntry<InsertPlan>[] {
  const permissions = context.permissionsOn(table)
  const permission = permissions.insert
  if (!permission || !table.isInsertable) return []
  const input = insertInput(context, table, permission)
  const onConflict = onConflictSlot(context, table, permissions)
  const response = mutationResponseOutput(context, table)
  const many = branch({
    type: response.type,
    slots: slotRecord(
      { objects: required(listInput(required(input)), 'the rows to be inserted'), ...onConflict },
      ({ objects, on_conflict = null }) => ({ objects, onConflict: on_conflict }),
    ),
    of: response,
    plan: (rows, selection, { path }): InsertPlan => ({
      kind: 'insert',
      table,
      permission,
      ...rows,
      answer: { kind: 'rows', selection },
      path: `${path}.args.objects`,
    }),
  })
  const names = table.rootFields
  const manyEntry = rootField(names.insert, `insert data into the table: "${showName(table)}"`, many)
  const row = rowOutput(context, table)
  if (!row) return [manyEntry]
  const one = branch({
    type: row.type,
    slots: slotRecord(
      { object: required(input, 'the row to be inserted'), ...onConflict },
      ({ object, on_conflict = null }) => ({ objects: [object], onConflict: on_conflict }),
    ),
    of: row,
    plan: (rows, selection, { path }): InsertPlan => ({
      kind: 'insert',
      table,
      permission,
      ...rows,
      answer: { kind: 'row', selection },
      path: `${path}.args.object`,
    }),
  })
  const description = `insert a single row into the table: "${showName(table)}"`
  return [manyEntry, rootField(names.insert_one, description, one)]
}
