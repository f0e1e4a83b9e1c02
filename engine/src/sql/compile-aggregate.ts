import sql, { raw, type Sql } from 'sql-template-tag'
import type { AggregatePart, AggregatePlan, AggregateValue, FoldedValue } from '../schema/field-plans.js'
import { callFunction, type RowOperand } from './call-function.js'
import { cell, visible } from './cell.js'
import { compileRows, type RowSource } from './compile-rows.js'
import { compileList } from './compile-selection.js'
import { countOf } from './count-of.js'
import { identifier } from './identifier.js'
import { selectedObject } from './json-sql.js'
import type { SqlContext } from './sql-context.js'
import { writtenNumber } from './written-number.js'

/** `t_aggregate`: aggregates of a source's rows, and the rows. */
export function compileAggregate(
  context: SqlContext,
  source: RowSource,
  { rows, selection }: AggregatePlan,
): Sql {
  const compilePart = (part: AggregatePart) => {
    if (part.kind === 'nodes') return compileList(context, source, { rows, selection: part.selection })
    const { table } = source
    const row = context.newAlias(table.name)
    // The permission's limit bounds what can be seen, not what is counted.
    const from = compileRows(context, source, rows, null)
    const values = selectedObject(part.selection, (value) => compileValue(context, value, { row, table }))
    // HAVING makes one group of all rows even when no aggregate is among the selected fields.
    return sql`(select ${values} from (${from}) as ${identifier(row)} having true)`
  }
  return selectedObject(selection, compilePart)
}

function compileValue(context: SqlContext, value: AggregateValue, operand: RowOperand): Sql {
  if (value.kind === 'fold') {
    const fold = (folded: Sql) => sql`${raw(value.fn)}(${folded})`
    return selectedObject(value.selection, (inner) => compileFold(context, inner, operand, fold))
  }
  const columns = value.columns.map((column) => cell(context, operand.row, column))
  return countOf(columns, value.isDistinct)
}

function compileFold(
  context: SqlContext,
  value: FoldedValue,
  operand: RowOperand,
  fold: (value: Sql) => Sql,
): Sql {
  if (value.kind === 'column') {
    return writtenNumber(context, value.column.type, fold(cell(context, operand.row, value)))
  }
  const call = callFunction(context, value.field.call, operand, value.args)
  return writtenNumber(context, value.type, fold(visible(context, operand.row, call, value.condition)))
}
