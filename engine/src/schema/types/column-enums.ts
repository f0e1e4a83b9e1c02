import { GraphQLEnumType } from 'graphql'
import type { ColumnModel, TableModel } from '../../model/model.js'
import type { SelectPermission, UpdatePermission } from '../../model/permission.js'
import { showName } from '../../pg-catalogue/catalogue.js'
import type { SchemaContext } from '../schema-context.js'

/** Stands in where an enum would have no value, which GraphQL forbids; using it is an error. */
export const PLACEHOLDER = '_PLACEHOLDER'

/** `t_select_column`: what `distinct_on` and `count(columns:)` may name; null when the role sees no column. */
export function selectColumnType(
  context: SchemaContext,
  table: TableModel,
  permission: SelectPermission,
): GraphQLEnumType | null {
  const values = columnValues(permission.columns.keys())
  if (Object.keys(values).length === 0) return null
  return context.type(
    `${table.graphqlName}_select_column`,
    (name) =>
      new GraphQLEnumType({ name, description: `select columns of table "${showName(table)}"`, values }),
  )
}

/** `t_update_column`: what `on_conflict` may overwrite. */
export function updateColumnType(
  context: SchemaContext,
  table: TableModel,
  permission: UpdatePermission | undefined,
): GraphQLEnumType {
  const writable = [...(permission?.columns ?? [])].filter(({ isGenerated }) => !isGenerated)
  const values = columnValues(writable)
  const placeholder = { [PLACEHOLDER]: { description: 'placeholder (do not use)' } }
  return context.type(
    `${table.graphqlName}_update_column`,
    (name) =>
      new GraphQLEnumType({
        name,
        description: permission
          ? `update columns of table "${showName(table)}"`
          : `placeholder for update columns of table "${showName(table)}" (current role has no relevant permissions)`,
        values: Object.keys(values).length === 0 ? placeholder : values,
      }),
  )
}

function columnValues(columns: Iterable<ColumnModel>): Record<string, { description: string }> {
  return Object.fromEntries(
    [...columns].flatMap(({ graphqlName }) =>
      graphqlName === null ? [] : [[graphqlName, { description: 'column name' }]],
    ),
  )
}
