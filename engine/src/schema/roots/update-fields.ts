import { GraphQLList } from 'graphql'
import type { RowsUpdate } from '../../model/changes.js'
import type { TableModel } from '../../model/model.js'
import type { UpdatePermission } from '../../model/permission.js'
import { showName } from '../../pg-catalogue/catalogue.js'
import type { Input } from '../input/input.js'
import { listInput, required } from '../input/slot.js'
import { objectInput, type Slots, slotRecord } from '../input/slots.js'
import type { FieldReading } from '../output/field.js'
import type { Change, UpdateManyPlan, UpdatePlan } from '../plans.js'
import type { SchemaContext } from '../schema-context.js'
import { primaryKeyInput, primaryKeySlots } from '../types/primary-key-slots.js'
import {
  type OperatorSlots,
  refuseRepeated,
  toRowsUpdate,
  updateOperatorSlots,
} from '../types/update-slots.js'
import { whereInput } from '../types/where-input.js'
import { answeringRow, answeringRows } from './answering-fields.js'
import { type FieldEntry, rootField } from './root-field.js'

type UpdateEntry = FieldEntry<UpdatePlan | UpdateManyPlan>

/** What the update fields of a table share. */
interface Updates {
  table: TableModel
  permission: UpdatePermission
  operators: OperatorSlots
}

/** `update_t`, `update_t_by_pk` and `update_t_many`. */
export function updateFields(context: SchemaContext, table: TableModel): UpdateEntry[] {
  const permission = context.permissionsOn(table).update
  if (!permission || !table.isUpdatable) return []
  const operators = updateOperatorSlots(context, table, permission)
  // Nothing to write and no preset: there is no update that this role could make.
  if (Object.keys(operators).length === 0 && permission.presets.size === 0) return []
  const updates = { table, permission, operators }
  return [updateField(context, updates), updateManyField(context, updates), ...byKeyField(context, updates)]
}

function updateField(context: SchemaContext, { table, permission, operators }: Updates): UpdateEntry {
  const update = answeringRows(context, table, {
    slots: rowsUpdateSlots(context, table, operators, refuseRepeated),
    plan: updatePlan(permission),
  })
  return rootField(table.rootFields.update, `update data of the table: "${showName(table)}"`, update)
}

/** The plan of a field that updates the rows which one condition finds, or one key. */
const updatePlan =
  (permission: UpdatePermission) =>
  (rows: RowsUpdate, change: Change, { given }: FieldReading): UpdatePlan => ({
    kind: 'update',
    permission,
    ...rows,
    given,
    ...change,
  })

function updateManyField(context: SchemaContext, { table, permission, operators }: Updates): UpdateEntry {
  const input = updatesInput(context, table, operators)
  const mutation = {
    slots: slotRecord(
      { updates: required(listInput(required(input)), 'updates to execute, in order') },
      ({ updates }, path) =>
        updates.map((update, index) => refuseRepeated(update, `${path}.updates[${index}]`)),
    ),
    plan: (updates: readonly RowsUpdate[], change: Change, { given }: FieldReading): UpdateManyPlan => ({
      kind: 'updateMany',
      permission,
      updates,
      given,
      ...change,
    }),
  }
  const updateMany = answeringRows(context, table, mutation, (type) => new GraphQLList(type))
  const description = `update multiples rows of table: "${showName(table)}"`
  return rootField(table.rootFields.update_many, description, updateMany)
}

function byKeyField(context: SchemaContext, { table, permission, operators }: Updates): UpdateEntry[] {
  const key = primaryKeySlots(context, table)
  if (!key) return []
  const update = answeringRow(context, table, {
    slots: slotRecord(
      { ...operators, pk_columns: required(primaryKeyInput(context, table, key)) },
      ({ pk_columns: where, ...held }, path) => refuseRepeated(toRowsUpdate(held, where), path),
      context.naming.field,
    ),
    plan: updatePlan(permission),
  })
  if (!update) return []
  const description = `update single row of the table: "${showName(table)}"`
  return [rootField(table.rootFields.update_by_pk, description, update)]
}

/** `t_updates`: one of several updates. */
function updatesInput(
  context: SchemaContext,
  table: TableModel,
  operators: OperatorSlots,
): Input<RowsUpdate> {
  return context.tableType(table, 'updates', (name) =>
    objectInput({ name, slots: () => rowsUpdateSlots(context, table, operators, (update) => update) }),
  )
}

function rowsUpdateSlots(
  context: SchemaContext,
  table: TableModel,
  operators: OperatorSlots,
  check: (update: RowsUpdate, path: string) => RowsUpdate,
): Slots<RowsUpdate> {
  const where = required(whereInput(context, table), 'filter the rows which have to be updated')
  return slotRecord(
    { ...operators, where },
    ({ where: condition, ...given }, path) => check(toRowsUpdate(given, condition), path),
    context.naming.field,
  )
}
