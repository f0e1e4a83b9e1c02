import { HasuraError } from '../../errors.js'
import { isJsonObject, type Json, type JsonObject } from '../../json/json.js'
import type { FunctionCall } from '../../model/model.js'
import { type FieldPlan, UPDATE_OPERATORS } from '../../schema/plans.js'
import { parseJsonPath } from '../../sql/json-path.js'
import { listOf } from '../../sql/read-where.js'
import { quoteNames, validationError } from './validation-error.js'

/** What a schema cannot say about arguments: how they must fit each other. */
export function checkArguments(plan: FieldPlan | undefined, args: JsonObject, path: string): void {
  if (plan?.kind === 'column' || plan?.kind === 'computed') checkJsonPath(args['path'] ?? null, path)
  checkDistinctOn(args, path)
  checkFunctionArguments(callOf(plan), args['args'] ?? null, `${path}.args`)
  if (plan?.kind === 'selectStream') checkCursor(args['cursor'] ?? null, path)
  if (plan?.kind === 'update' || plan?.kind === 'updateByPk') checkOperators(args, path)
  if (plan?.kind === 'updateMany') {
    for (const [index, update] of listOf(args['updates'] ?? []).entries()) {
      if (isJsonObject(update)) checkOperators(update, `${path}.updates[${index}]`)
    }
  }
}

function callOf(plan: FieldPlan | undefined): FunctionCall | null {
  switch (plan?.kind) {
    case 'function':
    case 'functionAggregate':
      return plan.fn.call
    case 'computed':
    case 'computedRows':
    case 'computedRowsAggregate':
      return plan.field.call
    default:
      return null
  }
}

/** What follows an omitted argument can only be given by name, which not every argument has. */
function checkFunctionArguments(call: FunctionCall | null, value: Json, path: string): void {
  const given = isJsonObject(value) ? value : {}
  let isOmitted = false
  for (const parameter of call?.parameters ?? []) {
    if (parameter.kind !== 'client') continue
    if (given[parameter.graphqlName] === undefined) {
      if (!parameter.hasDefault) {
        throw new HasuraError('not-supported', 'Non default arguments cannot be omitted', { path })
      }
      isOmitted = true
    } else if (isOmitted && parameter.name === null) {
      throw new HasuraError('not-supported', 'Only last set of positional arguments can be omitted', { path })
    }
  }
}

/** A stream follows exactly one column. */
function checkCursor(value: Json, path: string): void {
  const columns = listOf(value).flatMap((cursor) => {
    const initial = isJsonObject(cursor) ? (cursor['initial_value'] ?? null) : null
    return isJsonObject(initial) ? Object.keys(initial) : []
  })
  if (columns.length === 0) throw validationError(path, 'one streaming column field is expected')
  if (columns.length > 1) {
    throw validationError(path, 'multiple column cursors are not supported yet')
  }
}

function checkJsonPath(value: Json, path: string): void {
  if (typeof value === 'string' && parseJsonPath(value) === null) {
    throw validationError(path, `parse json path error: invalid json path: ${value}`)
  }
}

/** Postgres keeps the first row of each group, so the groups must be what the rows are sorted by first. */
function checkDistinctOn(args: JsonObject, path: string): void {
  const distinct = listOf(args['distinct_on'] ?? [])
  const order = listOf(args['order_by'] ?? []).flatMap((term) =>
    isJsonObject(term) ? Object.entries(term).filter(([, value]) => value !== null) : [],
  )
  if (distinct.length === 0 || order.length === 0) return
  const leading = order.slice(0, distinct.length).map(([name]) => name)
  const isMatching =
    leading.length === distinct.length && distinct.every((name) => leading.includes(String(name)))
  if (!isMatching) {
    throw validationError(path, '"distinct_on" columns must match initial "order_by" columns')
  }
}

/** A column can be assigned only once. */
function checkOperators(args: JsonObject, path: string): void {
  const columns = UPDATE_OPERATORS.flatMap((operator) => {
    const operands = args[operator] ?? null
    return isJsonObject(operands) ? Object.keys(operands) : []
  })
  const repeated = columns.filter((name, index) => columns.indexOf(name) !== index)
  if (repeated.length > 0) {
    throw validationError(path, `Column found in multiple operators: ${quoteNames([...new Set(repeated)])}.`)
  }
}
