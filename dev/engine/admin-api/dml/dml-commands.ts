import { z } from 'zod'
import { isJsonObject, type Json, type JsonObject, toJson } from '../../json/json.js'
import type { TableModel } from '../../model/model.js'
import type { Command } from '../admin-api.js'
import { tableArgs } from '../edits/metadata-json.js'
import { parseArgs } from '../parse-args.js'
import { columnField, findTarget } from './find-target.js'
import { fieldCall, RequestBuilder } from './request-builder.js'
import { runField } from './run-request.js'
import { rowsArgs, rowsArguments, selectColumns } from './select-columns.js'
import { onConflict, translateOnConflict } from './translate-on-conflict.js'
import { translateWhere } from './translate-where.js'

const json = z.unknown().transform(toJson)
const returning = z.array(z.unknown()).nullish()
const object = z.record(z.string(), json)

const selectArgs = tableArgs.extend(rowsArgs.shape).extend({ columns: z.array(z.unknown()) })
const countArgs = tableArgs.extend({ where: json.optional(), distinct: z.array(z.string()).nullish() })
const insertArgs = tableArgs.extend({
  objects: z.array(object),
  on_conflict: onConflict.nullish(),
  returning,
})
const updateArgs = tableArgs.extend({
  where: json,
  $set: object.default({}),
  $inc: object.default({}),
  $mul: z.undefined({ error: '$mul is not supported by this engine' }).optional(),
  $default: z.undefined({ error: '$default is not supported by this engine' }).optional(),
  returning,
})
const deleteArgs = tableArgs.extend({ where: json, returning })

const select: Command = async (args, context) => {
  const parsed = parseArgs(selectArgs, args)
  const table = findTarget(context.state.current().generation.model, parsed.table)
  const request = new RequestBuilder()
  const call = fieldCall(table.rootFields.select.name, rowsArguments(parsed, table, request))
  const selection = selectColumns(parsed.columns, table, request, '$.args.columns')
  return runField('query', `${call} ${selection}`, request, context)
}

const count: Command = async (args, context) => {
  const parsed = parseArgs(countArgs, args)
  const table = findTarget(context.state.current().generation.model, parsed.table)
  const request = new RequestBuilder()
  const rows = rowsArguments({ where: parsed.where, order_by: [] }, table, request)
  const distinct = (parsed.distinct ?? []).map((name) => columnField(table, name, '$.args.distinct'))
  const counted = distinct.length === 0 ? 'count' : `count(columns: [${distinct.join(', ')}], distinct: true)`
  const field = `${fieldCall(table.rootFields.select_aggregate.name, rows)} { aggregate { ${counted} } }`
  const answer = await runField('query', field, request, context)
  return isJsonObject(answer) ? (answer['aggregate'] ?? null) : null
}

const insert: Command = async (args, context) => {
  const parsed = parseArgs(insertArgs, args)
  const table = findTarget(context.state.current().generation.model, parsed.table)
  const request = new RequestBuilder()
  const objects = parsed.objects.map((one, index) => withFields(one, table, `$.args.objects[${index}]`))
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
  const table = findTarget(context.state.current().generation.model, parsed.table)
  const request = new RequestBuilder()
  const change = (key: '$set' | '$inc') => {
    const fields = withFields(parsed[key], table, `$.args.${key}`)
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
  )
  return runField('mutation', `${call} ${changed(parsed.returning, table, request)}`, request, context)
}

const remove: Command = async (args, context) => {
  const parsed = parseArgs(deleteArgs, args)
  const table = findTarget(context.state.current().generation.model, parsed.table)
  const request = new RequestBuilder()
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

function withFields(values: Record<string, Json>, table: TableModel, path: string): JsonObject {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [columnField(table, name, `${path}.${name}`), value]),
  )
}

/** The commands of `/v2/query` that read and change rows, from before there was GraphQL; they are run as GraphQL. */
export const dmlCommands: Readonly<Record<string, Command>> = {
  select,
  count,
  insert,
  update,
  delete: remove,
}
