import sql, { empty, join, type Sql } from 'sql-template-tag'
import type { Json } from '../json/json.js'
import { allOf, type BoolExp } from '../model/bool-exp.js'
import type { TableModel } from '../model/model.js'
import type { SelectPermission } from '../model/permission.js'
import type { SelectedField } from '../schema/selected-field.js'
import { argumentType } from './argument-type.js'
import { compileBoolExp } from './compile-bool-exp.js'
import { compileDistinct } from './compile-distinct.js'
import { compileOrderBy } from './compile-order-by.js'
import { identifier } from './identifier.js'
import { columnNamed, listOf, readWhere } from './read-where.js'
import type { SqlContext } from './sql-context.js'
import { typedValue } from './value.js'

/** Where rows come from: a table, a function's result, or rows that a mutation changed. */
export interface RowSource {
  from: Sql
  table: TableModel
  permission: SelectPermission
  /** Ties the rows to the row that asks for them. */
  link?: (row: string) => Sql
}

const BIGINT = { scalar: 'int8', isArray: false, sql: 'bigint' }

/** A subquery with all columns of the rows that a field's `where`, `order_by`, `limit` … leave over. */
export function compileRows(
  context: SqlContext,
  source: RowSource,
  field: SelectedField,
  limit: number | null,
): Sql {
  const { table, permission } = source
  const row = context.newAlias(table.name)
  const where = allOf(permission.filter, whereOf(field))
  const conditions = [source.link?.(row), compileBoolExp(context, where, row)].flatMap((part) => part ?? [])
  const distinct = compileDistinct(context, distinctColumns(field, permission), permission, row)
  const order = compileOrderBy(context, field.args['order_by'], argumentType(field, 'order_by'), row, table)
  const distinctOn =
    distinct.values.size > 0 ? sql`distinct on (${join([...distinct.values.values()], ', ')}) ` : empty
  const orderBy =
    order.length > 0
      ? sql` order by ${join(
          order.map(({ column, expression, direction }) => {
            const value = column && distinct.values.get(column)
            return sql`${value ?? expression} ${direction}`
          }),
          ', ',
        )}`
      : empty
  return sql`select ${distinctOn}${identifier(row)}.* from ${source.from} as ${identifier(row)}${distinct.joined} where ${join(conditions, ' and ')}${orderBy}${page(field, limit)}`
}

function whereOf(field: SelectedField): BoolExp {
  return readWhere(field.args['where'], argumentType(field, 'where'))
}

function distinctColumns(field: SelectedField, permission: SelectPermission) {
  const value = field.args['distinct_on'] ?? null
  return value === null ? [] : listOf(value).map((name) => columnNamed(permission, name))
}

function page(field: SelectedField, permitted: number | null): Sql {
  const limit = smallest(field.args['limit'] ?? null, permitted)
  const offset = field.args['offset'] ?? null
  const limitSql = limit === null ? empty : sql` limit ${typedValue(limit, BIGINT)}`
  return offset === null ? limitSql : sql`${limitSql} offset ${typedValue(offset, BIGINT)}`
}

function smallest(asked: Json, permitted: number | null): Json {
  if (permitted === null) return asked
  return asked === null ? permitted : Math.min(Number(asked), permitted)
}
