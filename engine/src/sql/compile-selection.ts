import sql, { type Sql } from 'sql-template-tag'
import { ALWAYS, allOf, type BoolExp } from '../model/bool-exp.js'
import type { ColumnType } from '../model/model.js'
import type { ComputedPlan, JsonPath, ListPlan, RowPlan } from '../schema/field-plans.js'
import type { Selection } from '../schema/output/selection.js'
import { callFunction, type RowOperand } from './call-function.js'
import { cell, visible } from './cell.js'
import { compileAggregate } from './compile-aggregate.js'
import { compileBoolExp } from './compile-bool-exp.js'
import { compileRows, type RowSource } from './compile-rows.js'
import { identifier, qualified } from './identifier.js'
import { joinCondition } from './join-condition.js'
import { jsonList, selectedObject } from './json-sql.js'
import type { SqlContext } from './sql-context.js'
import { writtenNumber } from './written-number.js'

/** The JSON object of a row, with what a selection asks of it: columns, relationships, computed fields. */
export function compileSelection(
  context: SqlContext,
  selection: Selection<RowPlan>,
  operand: RowOperand,
): Sql {
  return selectedObject(selection, (plan) => compileField(context, plan, operand))
}

function compileField(context: SqlContext, plan: RowPlan, operand: RowOperand): Sql {
  const { row } = operand
  switch (plan.kind) {
    case 'column':
      return partOf(context, plan.path, plan.column.type, cell(context, row, plan))
    case 'computed':
      return compileComputed(context, plan, operand)
    case 'related':
      return compileList(context, relatedSource(plan, row), plan)
    case 'relatedOne':
      return compileOne(context, relatedSource(plan, row), plan.selection)
    case 'relatedAggregate':
      return compileAggregate(context, relatedSource(plan, row), plan)
    case 'computedRows':
      return compileList(context, computedSource(context, plan, operand), plan)
    case 'computedAggregate':
      return compileAggregate(context, computedSource(context, plan, operand), plan)
  }
}

function compileComputed(context: SqlContext, plan: ComputedPlan, operand: RowOperand): Sql {
  const { field, args, path, type, condition } = plan
  const call = callFunction(context, field.call, operand, args)
  return visible(context, operand.row, partOf(context, path, type, call), condition)
}

function partOf(context: SqlContext, path: JsonPath, type: ColumnType, value: Sql): Sql {
  if (type.isShownInCapitals) return sql`upper(${value})`
  if (path === null) return writtenNumber(context, type, value)
  return path.length === 0 ? value : sql`(${value} #> (${path})::text[])`
}

/** The rows of a source as a JSON list. */
export function compileList(context: SqlContext, source: RowSource, { rows, selection }: ListPlan): Sql {
  const { table, permission } = source
  const row = context.newAlias(table.name)
  const from = compileRows(context, source, rows, permission.limit)
  const object = compileSelection(context, selection, { row, table })
  return jsonList(object, sql`(${from}) as ${identifier(row)}`)
}

/** The first of a source's rows that the arguments leave over, as a JSON object, or null. */
export function compileFirst(context: SqlContext, source: RowSource, { rows, selection }: ListPlan): Sql {
  const { table } = source
  const row = context.newAlias(table.name)
  const from = compileRows(context, source, rows, 1)
  const object = compileSelection(context, selection, { row, table })
  return sql`(select ${object} from (${from}) as ${identifier(row)})`
}

/** The row of a source that its link or a key leads to, as a JSON object, or null. */
export function compileOne(
  context: SqlContext,
  source: RowSource,
  selection: Selection<RowPlan>,
  where: BoolExp = ALWAYS,
): Sql {
  const { table, permission, link } = source
  const row = context.newAlias(table.name)
  const object = compileSelection(context, selection, { row, table })
  const condition = compileBoolExp(context, allOf(where, permission.filter), row)
  const linked = link ? sql`${link(row)} and ${condition}` : condition
  return sql`(select ${object} from ${source.from} as ${identifier(row)} where ${linked} limit 1)`
}

type RelatedPlan = Extract<RowPlan, { kind: 'related' | 'relatedOne' | 'relatedAggregate' }>

function relatedSource({ relationship, permission }: RelatedPlan, row: string): RowSource {
  const { target } = relationship
  const link = (related: string) => joinCondition(relationship, row, related)
  return { from: qualified(target), table: target, permission, link }
}

type ComputedRowsPlan = Extract<RowPlan, { kind: 'computedRows' | 'computedAggregate' }>

function computedSource(context: SqlContext, plan: ComputedRowsPlan, operand: RowOperand): RowSource {
  const { field, args, table, permission } = plan
  return { from: callFunction(context, field.call, operand, args), table, permission }
}
