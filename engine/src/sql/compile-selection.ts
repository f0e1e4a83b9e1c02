import sql, { type Sql } from 'sql-template-tag'
import { isJsonObject, type JsonObject } from '../json/json.js'
import type { ColumnType, TableModel } from '../model/model.js'
import type { SelectedField } from '../schema/selected-field.js'
import { callFunction } from './call-function.js'
import { cell, visible } from './cell.js'
import { compileAggregate } from './compile-aggregate.js'
import { compileBoolExp } from './compile-bool-exp.js'
import { compileRows, type RowSource } from './compile-rows.js'
import { identifier, qualified } from './identifier.js'
import { joinCondition } from './join-condition.js'
import { jsonPath } from './json-path.js'
import { jsonList, jsonObject } from './json-sql.js'
import type { SqlContext } from './sql-context.js'
import { writtenNumber } from './written-number.js'

/** The JSON object of a row, with what a selection asks of it: columns, relationships, computed fields. */
export function compileSelection(
  context: SqlContext,
  selection: readonly SelectedField[],
  row: string,
  table: TableModel,
): Sql {
  return jsonObject(selection.map((field) => [field.key, compileField(context, field, row, table)] as const))
}

function compileField(context: SqlContext, field: SelectedField, row: string, table: TableModel): Sql {
  const { plan } = field
  switch (plan.kind) {
    case 'typename':
      return typename(plan.typeName)
    case 'column':
      return scalarValue(context, field, plan.column.type, cell(context, row, plan.column, plan.condition))
    case 'computed': {
      const call = callFunction(context, plan.field.call, { row, table }, argumentsOf(field))
      const type = 'type' in plan.field.returns ? plan.field.returns.type : null
      return visible(context, row, type ? scalarValue(context, field, type, call) : call, plan.condition)
    }
    case 'related':
      return compileRelated(context, field, row)
    case 'relatedAggregate':
      return compileAggregate(context, relatedSource(plan, row), field)
    case 'computedRows':
    case 'computedRowsAggregate': {
      const from = callFunction(context, plan.field.call, { row, table }, argumentsOf(field))
      const source: RowSource = { from, table: plan.table, permission: plan.permission }
      const isList = plan.kind === 'computedRows'
      return isList ? compileList(context, source, field) : compileAggregate(context, source, field)
    }
    default:
      throw new TypeError(`a row has no ${plan.kind}`)
  }
}

/** `__typename`, which needs nothing of the database but goes with the row. */
export function typename(typeName: string): Sql {
  return sql`(${typeName})::text`
}

/** The rows of a source as a JSON list. */
export function compileList(context: SqlContext, source: RowSource, field: SelectedField): Sql {
  const row = context.newAlias(source.table.name)
  const rows = compileRows(context, source, field, source.permission.limit)
  const object = compileSelection(context, field.selection, row, source.table)
  return jsonList(object, sql`(${rows}) as ${identifier(row)}`)
}

/** The first of a source's rows that the field's arguments leave over, as a JSON object, or null. */
export function compileFirst(context: SqlContext, source: RowSource, field: SelectedField): Sql {
  const row = context.newAlias(source.table.name)
  const rows = compileRows(context, source, field, 1)
  const object = compileSelection(context, field.selection, row, source.table)
  return sql`(select ${object} from (${rows}) as ${identifier(row)})`
}

/** The row of a source that its link leads to, as a JSON object, or null. */
export function compileOne(context: SqlContext, source: RowSource, field: SelectedField): Sql {
  const row = context.newAlias(source.table.name)
  const object = compileSelection(context, field.selection, row, source.table)
  const condition = compileBoolExp(context, source.permission.filter, row)
  const link = source.link ? sql`${source.link(row)} and ` : sql``
  return sql`(select ${object} from ${source.from} as ${identifier(row)} where ${link}${condition} limit 1)`
}

type RelatedPlan = Extract<SelectedField['plan'], { kind: 'related' | 'relatedAggregate' }>

function relatedSource({ relationship, permission }: RelatedPlan, row: string): RowSource {
  return {
    from: qualified(relationship.target),
    table: relationship.target,
    permission,
    link: (related) => joinCondition(relationship, row, related),
  }
}

function compileRelated(context: SqlContext, field: SelectedField, row: string): Sql {
  if (field.plan.kind !== 'related') throw new TypeError('not a relationship')
  const source = relatedSource(field.plan, row)
  const isObject = field.plan.relationship.kind === 'object'
  return isObject ? compileOne(context, source, field) : compileList(context, source, field)
}

function scalarValue(context: SqlContext, field: SelectedField, type: ColumnType, value: Sql): Sql {
  const path = field.args['path']
  return typeof path === 'string' ? jsonPath(value, path) : writtenNumber(context, type, value)
}

/** What the client gave a function in `args`. */
export function argumentsOf(field: SelectedField): JsonObject {
  const args = field.args['args']
  return args !== undefined && isJsonObject(args) ? args : {}
}
