import type { TableModel } from '../../model/model.js'
import { showName } from '../../pg-catalogue/catalogue.js'
import { required } from '../input/slot.js'
import { slotRecord } from '../input/slots.js'
import { branch } from '../output/field.js'
import type { DeletePlan } from '../plans.js'
import type { SchemaContext } from '../schema-context.js'
import { mutationResponseOutput } from '../types/mutation-response-output.js'
import { primaryKeySlots } from '../types/primary-key-slots.js'
import { rowOutput } from '../types/row-output.js'
import { whereInput } from '../types/where-input.js'
import { type FieldEntry, rootField } from './root-field.js'

/** `delete_t` and `delete_t_by_pk`. */
export function deleteFields(context: SchemaContext, table: TableModel): FieldEntry<DeletePlan>[] {
  const permission = context.permissionsOn(table).delete
  if (!permission || !table.isDeletable) return []
  const response = mutationResponseOutput(context, table)
  const where = required(whereInput(context, table), 'filter the rows which have to be deleted')
  const many = branch({
    type: response.type,
    slots: slotRecord({ where }, (given) => given.where),
    of: response,
    plan: (condition, selection, { given }): DeletePlan => ({
      kind: 'delete',
      table,
      permission,
      where: condition,
      given: given(),
      answer: { kind: 'rows', selection },
    }),
  })
  const names = table.rootFields
  const manyEntry = rootField(names.delete, `delete data from the table: "${showName(table)}"`, many)
  const row = rowOutput(context, table)
  const key = primaryKeySlots(context, table)
  if (!row || !key) return [manyEntry]
  const one = branch({
    type: row.type,
    slots: key,
    of: row,
    plan: (condition, selection, { given }): DeletePlan => ({
      kind: 'delete',
      table,
      permission,
      where: condition,
      given: { pk_columns: given() },
      answer: { kind: 'row', selection },
    }),
  })
  const description = `delete single row from the table: "${showName(table)}"`
  return [manyEntry, rootField(names.delete_by_pk, description, one)]
}
