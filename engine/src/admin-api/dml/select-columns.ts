import { z } from 'zod'
import { HasuraError } from '../../errors.js'
import { type Json, toJson } from '../../json/json.js'
import type { TableModel } from '../../model/model.js'
import { showName } from '../../pg-catalogue/catalogue.js'
import { fieldCall, type RequestBuilder } from './request-builder.js'
import { orderBy, translateOrder } from './translate-order.js'
import { translateWhere } from './translate-where.js'

const json = z.unknown().transform(toJson)

const rowCount = z.int().nullish()

/** What narrows a list of rows, of the table itself and of a relationship. */
export const rowsArgs = z.object({
  where: json.optional(),
  order_by: orderBy,
  limit: rowCount,
  offset: rowCount,
})

/** A column by its name, alone or in an object. */
const bareColumn = z.union([z.string(), z.strictObject({ name: z.string() }).transform(({ name }) => name)])

const nested = rowsArgs.extend({
  name: z.string(),
  alias: z.string().optional(),
  columns: z.array(z.unknown()),
})

export function rowsArguments(
  args: z.output<typeof rowsArgs>,
  table: TableModel,
  request: RequestBuilder,
): string[] {
  for (const key of ['limit', 'offset'] as const) {
    if ((args[key] ?? 0) < 0)
      throw new HasuraError('not-supported', 'unexpected negative value', { path: `$.args.${key}` })
  }
  const name = table.graphqlName
  const where: Json =
    args.where === undefined || args.where === null ? null : translateWhere(args.where, table)
  const order = args.order_by.length === 0 ? null : translateOrder(args.order_by, table)
  return [
    ...request.argument('where', `${name}_bool_exp`, where),
    ...request.argument('order_by', `[${name}_order_by!]`, order),
    ...request.argument('limit', 'Int', args.limit ?? null),
    ...request.argument('offset', 'Int', args.offset ?? null),
  ]
}

/** The selection for `columns: ["*", "id", {name: relationship, columns: [...]}]`; results have the columns' names. */
export function selectColumns(
  columns: readonly unknown[],
  table: TableModel,
  request: RequestBuilder,
  path: string,
): string {
  const fields = columns.flatMap((column, index) => selectOne(column, table, request, `${path}[${index}]`))
  return `{ ${fields.join(' ')} }`
}

function selectOne(column: unknown, table: TableModel, request: RequestBuilder, path: string): string[] {
  const { access } = request
  if (column === '*') return access.columns(table).map(({ column: { name }, field }) => `${name}: ${field}`)
  const bare = bareColumn.safeParse(column).data
  if (bare !== undefined) return [`${bare}: ${access.field('select', table, bare, path)}`]
  const parsed = nested.safeParse(column)
  const relationship = parsed.success ? table.relationships.get(parsed.data.name) : undefined
  if (!parsed.success || relationship === undefined) {
    const name = parsed.success ? parsed.data.name : JSON.stringify(column)
    const message = `relationship "${name}" does not exist in table "${showName(table)}"`
    throw new HasuraError('not-exists', message, { path })
  }
  const { name, alias = name, columns } = parsed.data
  const call = relationship.kind === 'array' ? rowsArguments(parsed.data, relationship.target, request) : []
  const selection = selectColumns(columns, relationship.target, request, `${path}.columns`)
  return [`${alias}: ${fieldCall(name, call)} ${selection}`]
}
