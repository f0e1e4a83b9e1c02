import { GraphQLInputObjectType, type GraphQLInputType, getNamedType } from 'graphql'
import sql, { join, type Sql } from 'sql-template-tag'
import type { JsonObject } from '../json/json.js'
import { allOf } from '../model/bool-exp.js'
import type { UpdatePermission } from '../model/permission.js'
import { compileBoolExp } from './compile-bool-exp.js'
import { columnOf, identifier } from './identifier.js'
import { presetValue } from './preset-value.js'
import { listOf, readWhere } from './read-where.js'
import type { SqlContext } from './sql-context.js'

/** A client's `on_conflict`. */
export interface OnConflict {
  constraint: string
  /** Empty: the conflicting row stays as it is. */
  updateColumns: string[]
  value: JsonObject
  type: GraphQLInputType
}

export function readOnConflict(value: JsonObject, type: GraphQLInputType): OnConflict {
  const columns = listOf(value['update_columns'] ?? []).map(String)
  return { constraint: String(value['constraint']), updateColumns: columns, value, type }
}

/**
 * The ON CONFLICT clause of an insert into the rows with the alias `row`.
 *
 * An update permission rules over the conflicting row as over any update: a row outside its filter is skipped,
 * and its presets are set.
 */
export function compileOnConflict(
  context: SqlContext,
  { constraint, updateColumns, value, type }: OnConflict,
  permission: UpdatePermission | undefined,
  row: string,
): Sql {
  const target = sql` on conflict on constraint ${identifier(constraint)}`
  if (updateColumns.length === 0) return sql`${target} do nothing`
  if (!permission) throw new TypeError('an upsert needs an update permission')
  const given = [...permission.columns].filter(({ graphqlName }) => updateColumns.includes(graphqlName ?? ''))
  const assignments = [
    ...given.map(({ name }) => sql`${identifier(name)} = ${columnOf('excluded', name)}`),
    ...[...permission.presets].map(
      ([column, preset]) => sql`${identifier(column.name)} = ${presetValue(context, preset, column)}`,
    ),
  ]
  const condition = allOf(permission.filter, readWhere(value['where'], whereType(type)))
  const where = compileBoolExp(context, condition, row)
  return sql`${target} do update set ${join(assignments, ', ')} where ${where}`
}

function whereType(type: GraphQLInputType): GraphQLInputType {
  const object = getNamedType(type)
  const field = object instanceof GraphQLInputObjectType ? object.getFields()['where'] : undefined
  return field?.type ?? type
}
