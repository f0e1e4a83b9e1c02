import { z } from 'zod'
import type { Json, JsonObject } from '../../json/json.js'
import type { TableModel } from '../../model/model.js'
import { columnField } from './find-target.js'

const PATH = '$.args.order_by'

const item = z.union([
  z.string().transform((text) => ({
    column: text.replace(/^[+-]/, ''),
    type: text.startsWith('-') ? ('desc' as const) : ('asc' as const),
    nulls: undefined,
  })),
  z.object({
    column: z.string(),
    type: z.enum(['asc', 'desc']).default('asc'),
    nulls: z.enum(['first', 'last']).optional(),
  }),
])

/** `"-id"`, `{column, type, nulls}`, or a list of them. */
export const orderBy = z
  .union([item.transform((one) => [one]), z.array(item)])
  .nullish()
  .transform((items) => items ?? [])

/** An order as `[t_order_by!]`; the column may be at the end of object relationships: `author.name`. */
export function translateOrder(order: z.output<typeof orderBy>, table: TableModel): Json {
  return order.map(({ column, type, nulls }) =>
    nest(column.split('.'), nulls === undefined ? type : `${type}_nulls_${nulls}`, table),
  )
}

function nest(steps: readonly string[], direction: string, table: TableModel): JsonObject {
  const [first = '', ...rest] = steps
  const relationship = rest.length === 0 ? undefined : table.relationships.get(first)
  return relationship
    ? { [first]: nest(rest, direction, relationship.target) }
    : { [columnField(table, first, PATH)]: direction }
}
