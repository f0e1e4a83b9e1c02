import sql, { raw, type Sql } from 'sql-template-tag'
import type { SelectedField } from '../schema/selected-field.js'
import { callFunction } from './call-function.js'
import { cell, visible } from './cell.js'
import { compileRows, type RowSource } from './compile-rows.js'
import { argumentsOf, compileSelection, typename } from './compile-selection.js'
import { countOf } from './count-of.js'
import { identifier } from './identifier.js'
import { jsonList, jsonObject } from './json-sql.js'
import { columnNamed, listOf } from './read-where.js'
import type { SqlContext } from './sql-context.js'
import { writtenNumber } from './written-number.js'

/** `t_aggregate`: aggregates of a source's rows, and the rows. */
export function compileAggregate(context: SqlContext, source: RowSource, field: SelectedField): Sql {
  return jsonObject(
    field.selection.map((part) => [part.key, compilePart(context, source, field, part)] as const),
  )
}

function compilePart(context: SqlContext, source: RowSource, field: SelectedField, part: SelectedField): Sql {
  const row = context.newAlias(source.table.name)
  switch (part.plan.kind) {
    case 'typename':
      return typename(part.plan.typeName)
    case 'aggregate': {
      // The permission's limit bounds what can be seen, not what is counted.
      const rows = compileRows(context, source, field, null)
      // HAVING makes one group of all rows even when no aggregate is among the selected fields.
      return sql`(select ${aggregateObject(context, source, part, row)} from (${rows}) as ${identifier(row)} having true)`
    }
    case 'nodes': {
      const rows = compileRows(context, source, field, source.permission.limit)
      const object = compileSelection(context, part.selection, row, source.table)
      return jsonList(object, sql`(${rows}) as ${identifier(row)}`)
    }
    default:
      throw new TypeError(`an aggregate has no ${part.plan.kind}`)
  }
}

function aggregateObject(context: SqlContext, source: RowSource, field: SelectedField, row: string): Sql {
  return jsonObject(
    field.selection.map((part) => {
      const { plan } = part
      if (plan.kind === 'typename') return [part.key, typename(plan.typeName)] as const
      if (plan.kind === 'count') return [part.key, count(context, source, part, row)] as const
      if (plan.kind !== 'aggregateFunction') throw new TypeError(`an aggregate has no ${plan.kind}`)
      const values = part.selection.map(
        (value) => [value.key, aggregateValue(context, source, value, plan.fn, row)] as const,
      )
      return [part.key, jsonObject(values)] as const
    }),
  )
}

function count(context: SqlContext, { permission }: RowSource, field: SelectedField, row: string): Sql {
  const named = listOf(field.args['columns'] ?? []).map((name) => columnNamed(permission, name))
  const columns = named.map((column) => cell(context, row, column, permission.columns.get(column) ?? null))
  return countOf(columns, field.args['distinct'] === true)
}

function aggregateValue(
  context: SqlContext,
  { table }: RowSource,
  field: SelectedField,
  fn: string,
  row: string,
): Sql {
  const { plan } = field
  switch (plan.kind) {
    case 'typename':
      return typename(plan.typeName)
    case 'aggregateColumn': {
      const value = cell(context, row, plan.column, plan.condition)
      return writtenNumber(context, plan.column.type, sql`${raw(fn)}(${value})`)
    }
    case 'computed': {
      const call = callFunction(context, plan.field.call, { row, table }, argumentsOf(field))
      const folded = sql`${raw(fn)}(${visible(context, row, call, plan.condition)})`
      return 'type' in plan.field.returns ? writtenNumber(context, plan.field.returns.type, folded) : folded
    }
    default:
      throw new TypeError(`an aggregate has no ${plan.kind}`)
  }
}
