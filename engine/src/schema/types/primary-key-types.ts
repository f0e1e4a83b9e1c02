import { type GraphQLFieldConfigArgumentMap, GraphQLInputObjectType, GraphQLNonNull } from 'graphql'
import type { ColumnModel, TableModel } from '../../model/model.js'
import { showName } from '../../pg-catalogue/catalogue.js'
import type { SchemaContext } from '../schema-context.js'
import { columnType } from './scalar-types.js'

/** The arguments that name one row; null when the table has no key or the role does not see all of it. */
export function identifyingArguments(
  context: SchemaContext,
  table: TableModel,
): GraphQLFieldConfigArgumentMap | null {
  const { select } = context.permissionsOn(table)
  const key = table.primaryKey
  const isVisible = key?.every(
    (column) => select?.columns.get(column) !== undefined && column.graphqlName !== null,
  )
  return key && isVisible ? primaryKeyArguments(context, key) : null
}

/** `t_pk_columns_input`: which row an update by primary key means. */
export function primaryKeyInputType(
  context: SchemaContext,
  table: TableModel,
  primaryKey: readonly ColumnModel[],
): GraphQLInputObjectType {
  return context.type(
    `${table.graphqlName}_pk_columns_input`,
    (name) =>
      new GraphQLInputObjectType({
        name,
        description: `primary key columns input for table: ${showName(table)}`,
        fields: () => primaryKeyArguments(context, primaryKey),
      }),
  )
}

/** One required argument for each column of the primary key. */
function primaryKeyArguments(context: SchemaContext, primaryKey: readonly ColumnModel[]) {
  return Object.fromEntries(
    primaryKey.map((column) => [
      column.graphqlName ?? column.name,
      {
        type: new GraphQLNonNull(columnType(context, column.type)),
        description: column.description,
        extensions: {
          plan: {
            reader: { kind: 'column', type: column.type } as const,
            meaning: { kind: 'column', column } as const,
          },
        },
      },
    ]),
  )
}
