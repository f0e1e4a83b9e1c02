import { GraphQLNonNull } from 'graphql'
import type { TableModel } from '../../model/model.js'
import { showName } from '../../pg-catalogue/catalogue.js'
import type { SchemaContext } from '../schema-context.js'
import { mutationResponseType } from '../types/mutation-response-type.js'
import { identifyingArguments } from '../types/primary-key-types.js'
import { rowType } from '../types/row-type.js'
import { whereType } from '../types/where-type.js'
import { type RootEntry, rootField } from './root-field.js'

/** `delete_t` and `delete_t_by_pk`. */
export function deleteFields(context: SchemaContext, table: TableModel): RootEntry[] {
  const permissions = context.permissionsOn(table)
  if (!permissions.delete || !table.isDeletable) return []
  const many = rootField(table.rootFields.delete, `delete data from the table: "${showName(table)}"`, {
    type: mutationResponseType(context, table),
    args: {
      where: {
        type: new GraphQLNonNull(whereType(context, table)),
        description: 'filter the rows which have to be deleted',
      },
    },
    extensions: { plan: { kind: 'delete', table, permissions } },
  })
  const row = rowType(context, table)
  const key = identifyingArguments(context, table)
  if (!row || !key) return [many]
  const one = rootField(
    table.rootFields.delete_by_pk,
    `delete single row from the table: "${showName(table)}"`,
    {
      type: row,
      args: key,
      extensions: { plan: { kind: 'deleteByPk', table, permissions } },
    },
  )
  return [many, one]
}
