import {
  type GraphQLFieldConfigArgumentMap,
  GraphQLInputObjectType,
  GraphQLList,
  GraphQLNonNull,
} from 'graphql'
import type { TableModel } from '../../model/model.js'
import { showName } from '../../pg-catalogue/catalogue.js'
import type { SchemaContext } from '../schema-context.js'
import { mutationResponseType } from '../types/mutation-response-type.js'
import { identifyingArguments, primaryKeyInputType } from '../types/primary-key-types.js'
import { rowType } from '../types/row-type.js'
import { updateOperatorArguments } from '../types/update-input-types.js'
import { whereType } from '../types/where-type.js'
import { type RootEntry, rootField } from './root-field.js'

/** `update_t`, `update_t_by_pk` and `update_t_many`. */
export function updateFields(context: SchemaContext, table: TableModel): RootEntry[] {
  const permissions = context.permissionsOn(table)
  if (!permissions.update || !table.isUpdatable) return []
  const operators = updateOperatorArguments(context, table, permissions.update)
  // Nothing to write and no preset: there is no update that this role could make.
  if (Object.keys(operators).length === 0 && permissions.update.presets.size === 0) return []
  const where = {
    type: new GraphQLNonNull(whereType(context, table)),
    description: 'filter the rows which have to be updated',
  }
  const response = mutationResponseType(context, table)
  const entries: RootEntry[] = [
    rootField(table.rootFields.update, `update data of the table: "${showName(table)}"`, {
      type: response,
      args: { ...operators, where },
      extensions: { plan: { kind: 'update', table, permissions } },
    }),
    rootField(table.rootFields.update_many, `update multiples rows of table: "${showName(table)}"`, {
      type: new GraphQLList(response),
      args: {
        updates: {
          type: new GraphQLNonNull(
            new GraphQLList(new GraphQLNonNull(updatesType(context, table, { ...operators, where }))),
          ),
          description: 'updates to execute, in order',
        },
      },
      extensions: { plan: { kind: 'updateMany', table, permissions } },
    }),
  ]
  const row = rowType(context, table)
  if (row && table.primaryKey && identifyingArguments(context, table)) {
    const key = { type: new GraphQLNonNull(primaryKeyInputType(context, table, table.primaryKey)) }
    entries.push(
      rootField(table.rootFields.update_by_pk, `update single row of the table: "${showName(table)}"`, {
        type: row,
        args: { ...operators, pk_columns: key },
        extensions: { plan: { kind: 'updateByPk', table, permissions } },
      }),
    )
  }
  return entries
}

function updatesType(
  context: SchemaContext,
  table: TableModel,
  fields: GraphQLFieldConfigArgumentMap,
): GraphQLInputObjectType {
  return context.type(
    `${table.graphqlName}_updates`,
    (name) => new GraphQLInputObjectType({ name, fields: () => fields }),
  )
}
