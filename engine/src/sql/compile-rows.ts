import sql, { empty, join, type Sql } from 'sql-template-tag'
import type { Json } from '../json/json.js'
import { allOf } from '../model/bool-exp.js'
import type { TableModel } from '../model/model.js'
import type { SelectPermission } from '../model/permission.js'
import type { RowsArguments } from '../model/rows-arguments.js'
import { compileBoolExp } from './compile-bool-exp.js'
import { compileDistinct } from './compile-distinct.js'
import { compileOrderBy } from './compile-order-by.js'
import { identifier } from './identifier.js'
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

/** A subquery with all columns of the rows that a client's `where`, `order_by`, `limit` … leave over. */
export function compileRows(
  context: SqlContext,
  source: RowSource,
  args: RowsArguments,
  limit: number | null,
): Sql {
  const { table, permission } = source
  const row = context.newAlias(table.name)
  const where = compileBoolExp(context, allOf(permission.filter, args.where), row)
  const condition = source.link ? sql`${source.link(row)} and ${where}` : where
  const distinct = compileDistinct(context, args.distinctOn, row)
  const distinctOn =
    distinct.values.size > 0 ? sql`distinct on (${join([...distinct.values.values()], ', ')}) ` : empty
  const terms = compileOrderBy(context, args.orderBy, { row, table }).map((term) => {
    const value = term.column && distinct.values.get(term.column)
    return sql`${value ?? term.expression} ${term.direction}`
  })
  const orderBy = terms.length > 0 ? sql` order by ${join(terms, ', ')}` : empty
  return sql`select ${distinctOn}${identifier(row)}.* from ${source.from} as ${identifier(row)}${distinct.joined} where ${condition}${orderBy}${page(args, limit)}`
}

function page({ limit: asked, offset }: RowsArguments, permitted: number | null): Sql {
  const limit = smallest(asked, permitted)
  const limitSql = limit === null ? empty : sql` limit ${typedValue(limit, BIGINT)}`
  return offset === null ? limitSql : sql`${limitSql} offset ${typedValue(offset, BIGINT)}`
}

function smallest(asked: Json, permitted: number | null): Json {
  if (permitted === null) return asked
  return asked === null ? permitted : Math.min(Number(asked), permitted)
}
