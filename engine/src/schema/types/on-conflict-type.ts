import { GraphQLEnumType, GraphQLInputObjectType, GraphQLList, GraphQLNonNull } from 'graphql'
import type { TableModel } from '../../model/model.js'
import type { TablePermissions } from '../../model/permission.js'
import { isGraphqlName } from '../../model/scalar-names.js'
import { showName } from '../../pg-catalogue/catalogue.js'
import type { SchemaContext } from '../schema-context.js'
import { updateColumnType } from './column-enums.js'
import { whereType } from './where-type.js'

/** The `on_conflict` argument of an insert; none when the table has no unique key. */
export function onConflictArgument(
  context: SchemaContext,
  table: TableModel,
  { update }: TablePermissions,
): { on_conflict?: { type: GraphQLInputObjectType; description: string } } {
  const constraints = constraintType(context, table)
  if (!constraints) return {}
  const type = context.type(
    `${table.graphqlName}_on_conflict`,
    (name) =>
      new GraphQLInputObjectType({
        name,
        description: `on_conflict condition type for table "${showName(table)}"`,
        fields: () => {
          const columns = new GraphQLList(new GraphQLNonNull(updateColumnType(context, table, update)))
          return {
            constraint: { type: new GraphQLNonNull(constraints) },
            update_columns: {
              type: new GraphQLNonNull(columns),
              defaultValue: [],
              extensions: { plan: { rejectsPlaceholder: true } },
            },
            where: { type: whereType(context, table) },
          }
        },
      }),
  )
  return { on_conflict: { type, description: 'upsert condition' } }
}

function constraintType(context: SchemaContext, table: TableModel): GraphQLEnumType | null {
  const keys = table.uniqueKeys.filter(({ constraint }) => isGraphqlName(constraint))
  if (keys.length === 0) return null
  return context.type(
    `${table.graphqlName}_constraint`,
    (name) =>
      new GraphQLEnumType({
        name,
        description: `unique or primary key constraints on table "${showName(table)}"`,
        values: Object.fromEntries(
          keys.map(({ constraint, columns }) => [
            constraint,
            {
              description: `unique or primary key constraint on columns ${columns.map((column) => `"${column}"`).join(', ')}`,
            },
          ]),
        ),
      }),
  )
}
