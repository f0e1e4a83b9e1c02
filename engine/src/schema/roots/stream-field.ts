import { GraphQLEnumType, GraphQLInputObjectType, GraphQLInt, GraphQLList, GraphQLNonNull } from 'graphql'
import type { TableModel } from '../../model/model.js'
import type { SelectPermission } from '../../model/permission.js'
import { showName } from '../../pg-catalogue/catalogue.js'
import type { SchemaContext } from '../schema-context.js'
import { rowType } from '../types/row-type.js'
import { columnType } from '../types/scalar-types.js'
import { whereType } from '../types/where-type.js'
import { type RootEntry, rootField } from './root-field.js'

/** `t_stream`, which subscriptions follow a table with: each row once, in the order of a column. */
export function streamField(context: SchemaContext, table: TableModel): RootEntry[] {
  const permission = context.permissionsOn(table).select
  const row = rowType(context, table)
  if (!permission || !row) return []
  const shown = permission.subscriptionRootFields
  if (shown !== null && !shown.has('select_stream')) return []
  if ([...permission.columns.keys()].every(({ graphqlName }) => graphqlName === null)) return []
  return [
    rootField(
      table.rootFields.select_stream,
      `fetch data from the table in a streaming manner: "${showName(table)}"`,
      {
        type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(row))),
        args: {
          batch_size: {
            type: new GraphQLNonNull(GraphQLInt),
            description: 'maximum number of rows returned in a single batch',
            extensions: { plan: { reader: { kind: 'nonNegativeInt' } } },
          },
          cursor: {
            type: new GraphQLNonNull(new GraphQLList(cursorType(context, table, permission))),
            description: 'cursor to stream the results returned by the query',
          },
          where: { type: whereType(context, table), description: 'filter the rows returned' },
        },
        extensions: { plan: { kind: 'selectStream', table, permission } },
      },
    ),
  ]
}

function cursorType(
  context: SchemaContext,
  table: TableModel,
  permission: SelectPermission,
): GraphQLInputObjectType {
  return context.type(
    `${table.graphqlName}_stream_cursor_input`,
    (name) =>
      new GraphQLInputObjectType({
        name,
        description: `Streaming cursor of the table "${showName(table)}"`,
        fields: () => ({
          initial_value: {
            type: new GraphQLNonNull(cursorValueType(context, table, permission)),
            description: 'Stream column input with initial value',
          },
          ordering: { type: orderingType(context), description: 'cursor ordering' },
        }),
      }),
  )
}

function cursorValueType(
  context: SchemaContext,
  table: TableModel,
  permission: SelectPermission,
): GraphQLInputObjectType {
  return context.type(
    `${table.graphqlName}_stream_cursor_value_input`,
    (name) =>
      new GraphQLInputObjectType({
        name,
        description: 'Initial value of the column from where the streaming should start',
        fields: () =>
          Object.fromEntries(
            [...permission.columns.keys()].flatMap((column) => {
              if (column.graphqlName === null) return []
              const reader = { kind: 'column', type: column.type } as const
              const plan = { reader, meaning: { kind: 'column', column } as const }
              return [[column.graphqlName, { type: columnType(context, column.type), extensions: { plan } }]]
            }),
          ),
      }),
  )
}

function orderingType(context: SchemaContext): GraphQLEnumType {
  return context.type(
    'cursor_ordering',
    (name) =>
      new GraphQLEnumType({
        name,
        description: 'ordering argument of a cursor',
        values: {
          ASC: { description: 'ascending ordering of the cursor' },
          DESC: { description: 'descending ordering of the cursor' },
        },
      }),
  )
}
