import { HasuraError } from '../../errors.js'
import { isJsonObject, type Json, type JsonObject } from '../../json/json.js'
import type { TableModel } from '../../model/model.js'
import type { Command } from '../command.js'
import { parseArgs } from '../parse-args.js'
import { countArgs, deleteArgs, insertArgs, selectArgs, updateArgs } from './dml-args.js'
import { findTarget } from './find-target.js'
import { openRequest } from './open-request.js'
import { fieldCall, type RequestBuilder } from './request-builder.js'
import { runField } from './run-request.js'
import { rowsArguments, selectColumns } from './select-columns.js'
import { translateOnConflict } from './translate-on-conflict.js'
import { translateWhere } from './translate-where.js'

const select: Command = async (args, context) => {
  const parsed = parseArgs(selectArgs, args)
  const table = findTarget(context, parsed.table)
  const request = openRequest('select', table, context)
  const call = fieldCall(table.rootFields.select.name, rowsArguments(parsed, table, request))
  const selection = selectColumns(parsed.columns, table, request, '$.args.columns')
  return runField('query', `${call} ${selection}`, request, context)
}

const count: Command = async (args, context) => {
  const parsed = parseArgs(countArgs, args)
  const table = findTarget(context, parsed.table)
  const request = openRequest(
    'select',
    table,
    context,
    '; "count" is only allowed if the role has "select" permissions on the table',
  )
  const rows = rowsArguments({ where: parsed.where, order_by: [] }, table, request)
  const distinct = (parsed.distinct ?? []).map((name, index) =>
    request.access.field('select', table, name, `$.args.distinct[${index}]`),
  )
  const counted = distinct.length === 0 ? 'count' : `count(columns: [${distinct.join(', ')}], distinct: true)`
  const field = `${fieldCall(table.rootFields.select_aggregate.name, rows)} { aggregate { ${counted} } }`
  const answer = await runField('query', field, request, context)
  return isJsonObject(answer) ? (answer['aggregate'] ?? null) : null
}

const insert: Command = async (args, context) => {
  const parsed = parseArgs(insertArgs, args)
  const table = findTarget(context, parsed.table)
  const request = openRequest('insert', table, context)
  const objects = parsed.objects.map((one, index) =>
    withFields(one, (name) => request.access.field('insert', table, name, `$.args.objects[${index}]`)),
  )
  const conflict = parsed.on_conflict ? translateOnConflict(parsed.on_conflict, parsed.objects, table) : null
  const call = fieldCall(
    table.rootFields.insert.name,
    request.argument('objects', `[${table.graphqlName}_insert_input!]!`, objects),
    request.argument('on_conflict', `${table.graphqlName}_on_conflict`, conflict),
  )
  return runField('mutation', `${call} ${changed(parsed.returning, table, request)}`, request, context)
}

const update: Command = async (args, context) => {
  const parsed = parseArgs(updateArgs, args)
  const table = findTarget(context, parsed.table)
  const request = openRequest('update', table, context)
  const changes = { ...parsed, $default: Object.fromEntries(parsed.$default.map((name) => [name, true])) }
  const { $set, $inc, $mul, $default } = changes
  if (Object.keys({ ...$set, ...$inc, ...$mul, ...$default }).length === 0) throw nothingToChange()
  const change = (key: '$set' | '$inc' | '$mul' | '$default') => {
    const fields = withFields(changes[key], (name) =>
      request.access.field('update', table, name, `$.args.${key}`),
    )
    const name = key.replace('$', '_')
    return Object.keys(fields).length === 0
      ? []
      : request.argument(name, `${table.graphqlName}${name}_input`, fields)
  }
  const call = fieldCall(
    table.rootFields.update.name,
    request.argument('where', `${table.graphqlName}_bool_exp!`, translateWhere(parsed.where, table)),
    change('$set'),
    change('$inc'),
    change('$mul'),
    change('$default'),
  )
  return runField('mutation', `${call} ${changed(parsed.returning, table, request)}`, request, context)
}

const remove: Command = async (args, context) => {
  const parsed = parseArgs(deleteArgs, args)
  const table = findTarget(context, parsed.table)
  const request = openRequest('delete', table, context)
  const where = request.argument(
    'where',
    `${table.graphqlName}_bool_exp!`,
    translateWhere(parsed.where, table),
  )
  const call = fieldCall(table.rootFields.delete.name, where)
  return runField('mutation', `${call} ${changed(parsed.returning, table, request)}`, request, context)
}

function changed(
  columns: readonly unknown[] | null | undefined,
  table: TableModel,
  request: RequestBuilder,
): string {
  if (!columns || columns.length === 0) return '{ affected_rows }'
  return `{ affected_rows returning ${selectColumns(columns, table, request, '$.args.returning')} }`
}

/** Values by the GraphQL names of their columns. */
function withFields(values: Record<string, Json>, toField: (name: string) => string): JsonObject {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [toField(name), value]))
}

function nothingToChange(): HasuraError {
  const message = 'atleast one of $set, $inc, $mul has to be present'
  return new HasuraError('unexpected-payload', message, { path: '$.args' })
}

/** The commands of `/v2/query` that read and change rows, from before there was GraphQL; they are run as GraphQL. */
export const dmlCommands: Readonly<Record<string, Command>> = {
  select,
  count,
  insert,
  update,
  delete: remove,
}
