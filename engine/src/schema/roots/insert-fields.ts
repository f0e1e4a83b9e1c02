import type { InsertRows } from '../../model/changes.js'
import type { TableModel } from '../../model/model.js'
import { showName } from '../../pg-catalogue/catalogue.js'
import { listInput, required } from '../input/slot.js'
import { slotRecord } from '../input/slots.js'
import type { Change, InsertPlan } from '../plans.js'
import type { SchemaContext } from '../schema-context.js'
import { insertInput } from '../types/insert-input.js'
import { onConflictSlot } from '../types/on-conflict-input.js'
import { answeringRow, answeringRows } from './answering-fields.js'
import { type FieldEntry, rootField } from './root-field.js'

/** `insert_t` and `insert_t_one`. */
export function insertFields(context: SchemaContext, table: TableModel): FieldEntry<InsertPlan>[] {
  const permissions = context.permissionsOn(table)
  const permission = permissions.insert
  if (!permission || !table.isInsertable) return []
  const input = insertInput(context, table, permission)
  const onConflict = onConflictSlot(context, table, permissions)
  const plan = (rows: Omit<InsertRows, 'permission'>, change: Change, path: string): InsertPlan => ({
    kind: 'insert',
    permission,
    ...rows,
    ...change,
    path,
  })
  const many = answeringRows(context, table, {
    slots: slotRecord(
      { objects: required(listInput(required(input)), 'the rows to be inserted'), ...onConflict },
      ({ objects, on_conflict = null }) => ({ objects, onConflict: on_conflict }),
      context.naming.field,
    ),
    plan: (rows, change, { path }) => plan(rows, change, `${path}.args.objects`),
  })
  const one = answeringRow(context, table, {
    slots: slotRecord(
      { object: required(input, 'the row to be inserted'), ...onConflict },
      ({ object, on_conflict = null }) => ({ objects: [object], onConflict: on_conflict }),
      context.naming.field,
    ),
    plan: (rows, change, { path }) => plan(rows, change, `${path}.args.object`),
  })
  const { insert, insert_one: insertOne } = table.rootFields
  const entry = rootField(insert, `insert data into the table: "${showName(table)}"`, many)
  if (!one) return [entry]
  return [entry, rootField(insertOne, `insert a single row into the table: "${showName(table)}"`, one)]
}
