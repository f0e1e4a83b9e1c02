import {
  type GraphQLInputFieldConfig,
  type GraphQLInputFieldConfigMap,
  GraphQLInputObjectType,
  GraphQLList,
  GraphQLNonNull,
} from 'graphql'
import type { ComputedField, Relationship, TableModel } from '../../model/model.js'
import type { SelectPermission } from '../../model/permission.js'
import { showName } from '../../pg-catalogue/catalogue.js'
import type { SchemaContext } from '../schema-context.js'
import { aggregatePredicateType } from './aggregate-predicate-type.js'
import { comparisonType } from './comparison-type.js'

type Entry = [string, GraphQLInputFieldConfig]

/** `t_bool_exp`: conditions on what the role may see of a table; without a select permission, only on nothing. */
export function whereType(context: SchemaContext, table: TableModel): GraphQLInputObjectType {
  return context.type(
    `${table.graphqlName}_bool_exp`,
    (name) =>
      new GraphQLInputObjectType({
        name,
        description: `Boolean expression to filter rows from the table "${showName(table)}". All fields are combined with a logical 'AND'.`,
        fields: () => whereFields(context, table),
      }),
  )
}

function whereFields(context: SchemaContext, table: TableModel): GraphQLInputFieldConfigMap {
  const { select } = context.permissionsOn(table)
  const self = whereType(context, table)
  const combinators: Entry[] = [
    ['_and', { type: listOf(self), extensions: { plan: { meaning: { kind: 'and' } } } }],
    ['_or', { type: listOf(self), extensions: { plan: { meaning: { kind: 'or' } } } }],
    ['_not', { type: self, extensions: { plan: { meaning: { kind: 'not' } } } }],
  ]
  if (!select) return Object.fromEntries(combinators)
  return Object.fromEntries([
    ...combinators,
    ...[...select.columns].flatMap(([column, condition]): Entry[] => {
      if (column.graphqlName === null) return []
      const meaning = { kind: 'column', column, condition } as const
      return [
        [
          column.graphqlName,
          { type: comparisonType(context, column.type), extensions: { plan: { meaning } } },
        ],
      ]
    }),
    ...[...table.relationships.values()].flatMap((relationship) => relationshipFields(context, relationship)),
    ...[...table.computedFields.values()].flatMap((field) => computedField(context, field, select)),
  ])
}

function relationshipFields(context: SchemaContext, relationship: Relationship): Entry[] {
  const { target, name, kind } = relationship
  const { select } = context.permissionsOn(target)
  if (!select) return []
  const related: Entry = [
    name,
    {
      type: whereType(context, target),
      extensions: { plan: { meaning: { kind: 'related', relationship, filter: select.filter } } },
    },
  ]
  if (kind === 'object' || !select.allowAggregations) return [related]
  const aggregate: GraphQLInputFieldConfig = {
    type: aggregatePredicateType(context, target, select),
    extensions: {
      plan: { takesOne: true, meaning: { kind: 'relatedAggregate', relationship, permission: select } },
    },
  }
  return [related, [`${name}_aggregate`, aggregate]]
}

/** Only computed fields that need nothing from the client can be compared. */
function computedField(context: SchemaContext, field: ComputedField, permission: SelectPermission): Entry[] {
  if (field.call.parameters.some(({ kind }) => kind === 'client')) return []
  const { returns, name } = field
  if ('type' in returns) {
    const condition = permission.computedFields.get(field)
    if (condition === undefined) return []
    const meaning = { kind: 'computed', field, condition } as const
    return [[name, { type: comparisonType(context, returns.type), extensions: { plan: { meaning } } }]]
  }
  const { select } = context.permissionsOn(returns.table)
  if (!select) return []
  const meaning = { kind: 'computedRows', field, filter: select.filter } as const
  return [[name, { type: whereType(context, returns.table), extensions: { plan: { meaning } } }]]
}

function listOf(type: GraphQLInputObjectType) {
  return new GraphQLList(new GraphQLNonNull(type))
}
