import {
  type GraphQLFieldConfig,
  type GraphQLFieldConfigMap,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLString,
} from 'graphql'
import { isAlways } from '../../model/bool-exp.js'
import type { ColumnModel, ComputedField, Relationship, TableModel } from '../../model/model.js'
import type { CellCondition, SelectPermission } from '../../model/permission.js'
import type { SchemaContext } from '../schema-context.js'
import { aggregateType } from './aggregate-type.js'
import { computedFieldArguments } from './function-arguments.js'
import { columnType } from './scalar-types.js'
import { selectArguments } from './select-arguments.js'

type Field = GraphQLFieldConfig<unknown, unknown>
type Fields = GraphQLFieldConfigMap<unknown, unknown>

/** The object type of a table's rows, as far as the role may see them; null when it may not at all. */
export function rowType(context: SchemaContext, table: TableModel): GraphQLObjectType | null {
  const { select } = context.permissionsOn(table)
  if (!select) return null
  return context.type(
    table.graphqlName,
    (name) =>
      new GraphQLObjectType({
        name,
        description: table.description,
        fields: () => rowFields(context, table, select),
      }),
  )
}

function rowFields(context: SchemaContext, table: TableModel, permission: SelectPermission): Fields {
  return Object.fromEntries([
    ...[...permission.columns].flatMap(([column, condition]) => columnField(context, column, condition)),
    ...[...table.relationships.values()].flatMap((relationship) => relationshipFields(context, relationship)),
    ...[...table.computedFields.values()].flatMap((field) => computedFields(context, field, permission)),
  ])
}

function columnField(
  context: SchemaContext,
  column: ColumnModel,
  condition: CellCondition,
): [string, Field][] {
  if (column.graphqlName === null) return []
  const type = columnType(context, column.type)
  const field: Field = {
    type: column.isNullable || condition ? type : new GraphQLNonNull(type),
    description: column.description,
    args: jsonPathArgument(column),
    extensions: { plan: { kind: 'column', column, condition } },
  }
  return [[column.graphqlName, field]]
}

function jsonPathArgument({
  type,
}: Pick<ColumnModel, 'type'>): Record<string, { type: typeof GraphQLString; description: string }> {
  const isJson = !type.isArray && (type.scalar === 'json' || type.scalar === 'jsonb')
  return isJson ? { path: { type: GraphQLString, description: 'JSON select path' } } : {}
}

function relationshipFields(context: SchemaContext, relationship: Relationship): [string, Field][] {
  const { name, kind, target } = relationship
  const type = rowType(context, target)
  const permission = context.permissionsOn(target).select
  if (!type || !permission) return []
  const plan = { kind: 'related', relationship, permission } as const
  const description = relationship.description ?? `An ${kind} relationship`
  if (kind === 'object') {
    const isCertain = !relationship.isNullable && isAlways(permission.filter)
    return [[name, { type: isCertain ? new GraphQLNonNull(type) : type, description, extensions: { plan } }]]
  }
  const args = selectArguments(context, target, permission)
  const rows: Field = {
    type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(type))),
    description,
    args,
    extensions: { plan },
  }
  const aggregate = aggregateType(context, target)
  if (!aggregate) return [[name, rows]]
  const aggregated: Field = {
    type: new GraphQLNonNull(aggregate),
    description: 'An aggregate relationship',
    args,
    extensions: { plan: { ...plan, kind: 'relatedAggregate' } },
  }
  return [
    [name, rows],
    [`${name}_aggregate`, aggregated],
  ]
}

/** Scalars need a permission of their own; who may read rows follows from the permission on their table. */
function computedFields(
  context: SchemaContext,
  field: ComputedField,
  { computedFields: permitted }: SelectPermission,
): [string, Field][] {
  const { returns, name, description } = field
  const condition = permitted.get(field)
  if ('type' in returns && condition === undefined) return []
  const own = computedFieldArguments(context, field)
  if ('type' in returns) {
    const scalar: Field = {
      type: columnType(context, returns.type),
      description,
      args: { ...own, ...jsonPathArgument(returns) },
      extensions: { plan: { kind: 'computed', field, condition: condition ?? null } },
    }
    return [[name, scalar]]
  }
  const type = rowType(context, returns.table)
  const permission = context.permissionsOn(returns.table).select
  if (!type || !permission) return []
  const plan = { kind: 'computedRows', field, table: returns.table, permission } as const
  const args = { ...own, ...selectArguments(context, returns.table, permission) }
  const rows: Field = {
    type: new GraphQLList(new GraphQLNonNull(type)),
    description,
    args,
    extensions: { plan },
  }
  const aggregate = aggregateType(context, returns.table)
  if (!aggregate) return [[name, rows]]
  const aggregated: Field = {
    type: new GraphQLNonNull(aggregate),
    args,
    extensions: { plan: { ...plan, kind: 'computedRowsAggregate' } },
  }
  return [
    [name, rows],
    [`${name}_aggregate`, aggregated],
  ]
}
