import { GraphQLList, GraphQLNonNull } from 'graphql'
import type { TableModel } from '../../model/model.js'
import { showName } from '../../pg-catalogue/catalogue.js'
import type { SchemaContext } from '../schema-context.js'
import { insertInputType } from '../types/insert-input-type.js'
import { mutationResponseType } from '../types/mutation-response-type.js'
import { onConflictArgument } from '../types/on-conflict-type.js'
import { rowType } from '../types/row-type.js'
import { type RootEntry, rootField } from './root-field.js'

/** `insert_t` and `insert_t_one`. */
export function insertFields(context: SchemaContext, table: TableModel): RootEntry[] {
  const permissions = context.permissionsOn(table)
  if (!permissions.insert || !table.isInsertable) return []
  const input = new GraphQLNonNull(insertInputType(context, table, permissions.insert))
  const onConflict = onConflictArgument(context, table, permissions)
  const row = rowType(context, table)
  const many = rootField(table.rootFields.insert, `insert data into the table: "${showName(table)}"`, {
    type: mutationResponseType(context, table),
    args: {
      objects: { type: new GraphQLNonNull(new GraphQLList(input)), description: 'the rows to be inserted' },
      ...onConflict,
    },
    extensions: { plan: { kind: 'insert', table, permissions } },
  })
  if (!row) return [many]
  const one = rootField(
    table.rootFields.insert_one,
    `insert a single row into the table: "${showName(table)}"`,
    {
      type: row,
      args: { object: { type: input, description: 'the row to be inserted' }, ...onConflict },
      extensions: { plan: { kind: 'insertOne', table, permissions } },
    },
  )
  return [many, one]
}
