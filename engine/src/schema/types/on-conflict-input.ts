import { ALWAYS, allOf } from '../../model/bool-exp.js'
import type { OnConflict } from '../../model/changes.js'
import type { ColumnModel, TableModel } from '../../model/model.js'
import type { TablePermissions, UpdatePermission } from '../../model/permission.js'
import { isGraphqlName } from '../../model/scalar-names.js'
import { showName } from '../../pg-catalogue/catalogue.js'
import { enumInput } from '../input/enum-input.js'
import type { Input } from '../input/input.js'
import { listInput, optional, required, type Slot } from '../input/slot.js'
import { objectInput, slotRecord } from '../input/slots.js'
import { validationError } from '../input/validation-error.js'
import type { SchemaContext } from '../schema-context.js'
import { updateColumnInput } from './column-enums.js'
import { whereInput } from './where-input.js'

/** The `on_conflict` argument of an insert; none when the table has no unique key. */
export function onConflictSlot(
  context: SchemaContext,
  table: TableModel,
  { update }: TablePermissions,
): { on_conflict?: Slot<OnConflict | null> } {
  const constraint = constraintInput(context, table)
  if (!constraint) return {}
  const input = context.tableType(table, 'on_conflict', (name) =>
    objectInput({
      name,
      description: `on_conflict condition type for table "${showName(table)}"`,
      slots: () =>
        slotRecord(
          {
            constraint: required(constraint),
            update_columns: required(updateColumnsInput(context, table, update), null, {
              json: [],
              value: [],
            }),
            where: optional(whereInput(context, table)),
          },
          ({ constraint: name, update_columns: columns, where }): OnConflict => ({
            constraint: name,
            update:
              update && columns.length > 0
                ? {
                    columns: [...update.columns].filter((column) => columns.includes(column)),
                    where: allOf(update.filter, where ?? ALWAYS),
                    permission: update,
                  }
                : null,
          }),
          context.naming.field,
        ),
    }),
  )
  return { on_conflict: optional(input, 'upsert condition') }
}

function updateColumnsInput(
  context: SchemaContext,
  table: TableModel,
  permission: UpdatePermission | undefined,
): Input<readonly ColumnModel[]> {
  const { type, read } = listInput(required(updateColumnInput(context, table, permission)))
  return {
    type,
    read: (given, place) => {
      const columns = read(given, place)
      const named = columns.filter((column) => column !== null)
      if (named.length === columns.length) return named
      // The path is that of the object that names the placeholder.
      throw validationError(place.path.replace(/\.\w+$/, ''), 'erroneous column name')
    },
  }
}

function constraintInput(context: SchemaContext, table: TableModel): Input<string> | null {
  const keys = table.uniqueKeys.filter(({ constraint }) => isGraphqlName(constraint))
  if (keys.length === 0) return null
  return context.tableType(table, 'constraint', (name) =>
    enumInput({
      name,
      description: `unique or primary key constraints on table "${showName(table)}"`,
      values: keys.map(({ constraint, columns }) => [
        constraint,
        {
          description: `unique or primary key constraint on columns ${columns.map((column) => `"${column}"`).join(', ')}`,
          means: constraint,
        },
      ]),
    }),
  )
}
