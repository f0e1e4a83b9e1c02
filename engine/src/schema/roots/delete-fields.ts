import type { TableModel } from '../../model/model.js'
import { showName } from '../../pg-catalogue/catalogue.js'
import { required } from '../input/slot.js'
import { slotRecord } from '../input/slots.js'
import type { DeletePlan } from '../plans.js'
import type { SchemaContext } from '../schema-context.js'
import { primaryKeySlots } from '../types/primary-key-slots.js'
import { whereInput } from '../types/where-input.js'
import { answeringRow, answeringRows } from './answering-fields.js'
import { type FieldEntry, rootField } from './root-field.js'

/** `delete_t` and `delete_t_by_pk`. */
export function deleteFields(context: SchemaContext, table: TableModel): FieldEntry<DeletePlan>[] {
  const permission = context.permissionsOn(table).delete
  if (!permission || !table.isDeletable) return []
  const where = required(whereInput(context, table), 'filter the rows which have to be deleted')
  const many = answeringRows(context, table, {
    slots: slotRecord({ where }, (held) => held.where),
    plan: (condition, change, { given }): DeletePlan => ({
      kind: 'delete',
      permission,
      where: condition,
      given,
      ...change,
    }),
  })
  const names = table.rootFields
  const entry = rootField(names.delete, `delete data from the table: "${showName(table)}"`, many)
  const key = primaryKeySlots(context, table)
  const one =
    key &&
    answeringRow(context, table, {
      slots: key,
      plan: (condition, change, { given }): DeletePlan => ({
        kind: 'delete',
        permission,
        where: condition,
        given: () => ({ pk_columns: given() }),
        ...change,
      }),
    })
  if (!one) return [entry]
  return [entry, rootField(names.delete_by_pk, `delete single row from the table: "${showName(table)}"`, one)]
}
