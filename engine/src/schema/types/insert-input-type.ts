import {
  type GraphQLInputFieldConfig,
  type GraphQLInputFieldConfigMap,
  GraphQLInputObjectType,
  GraphQLList,
  GraphQLNonNull,
} from 'graphql'
import type { Relationship, TableModel } from '../../model/model.js'
import type { InsertPermission } from '../../model/permission.js'
import { showName } from '../../pg-catalogue/catalogue.js'
import type { SchemaContext } from '../schema-context.js'
import { onConflictArgument } from './on-conflict-type.js'
import { columnType } from './scalar-types.js'

type Entry = [string, GraphQLInputFieldConfig]

/** `t_insert_input`: a row to insert, with rows of related tables in it. */
export function insertInputType(
  context: SchemaContext,
  table: TableModel,
  permission: InsertPermission,
): GraphQLInputObjectType {
  return context.type(
    `${table.graphqlName}_insert_input`,
    (name) =>
      new GraphQLInputObjectType({
        name,
        description: `input type for inserting data into table "${showName(table)}"`,
        fields: () => insertFields(context, table, permission),
      }),
  )
}

function insertFields(
  context: SchemaContext,
  table: TableModel,
  permission: InsertPermission,
): GraphQLInputFieldConfigMap {
  const columns = [...permission.columns].flatMap((column): Entry[] => {
    if (column.graphqlName === null || column.isGenerated) return []
    const reader = { kind: 'column', type: column.type } as const
    const plan = { reader, rejectsNull: !column.isNullable, meaning: { kind: 'column', column } } as const
    return [
      [
        column.graphqlName,
        { type: columnType(context, column.type), description: column.description, extensions: { plan } },
      ],
    ]
  })
  const related = [...table.relationships.values()].flatMap((relationship) =>
    relatedEntry(context, relationship),
  )
  return Object.fromEntries([...columns, ...related])
}

/** `t_obj_rel_insert_input` and `t_arr_rel_insert_input`: rows of a related table. */
function relatedEntry(context: SchemaContext, relationship: Relationship): Entry[] {
  const { target, kind, name } = relationship
  const permissions = context.permissionsOn(target)
  const { insert } = permissions
  if (!insert || !target.isInsertable) return []
  const suffix = kind === 'object' ? 'obj' : 'arr'
  const type = context.type(
    `${target.graphqlName}_${suffix}_rel_insert_input`,
    (typeName) =>
      new GraphQLInputObjectType({
        name: typeName,
        description: `input type for inserting ${kind} relation for remote table "${showName(target)}"`,
        fields: () => {
          const row = new GraphQLNonNull(insertInputType(context, target, insert))
          const data = kind === 'object' ? row : new GraphQLNonNull(new GraphQLList(row))
          return { data: { type: data }, ...onConflictArgument(context, target, permissions) }
        },
      }),
  )
  const meaning = { kind: 'insertRelated', relationship, permissions } as const
  return [[name, { type, extensions: { plan: { meaning } } }]]
}
