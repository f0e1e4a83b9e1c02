import { z } from 'zod'
import { HasuraError } from '../../errors.js'
import type { Json } from '../../json/json.js'
import type { TableModel } from '../../model/model.js'
import { columnField } from './find-target.js'

const PATH = '$.args.on_conflict'

export const onConflict = z.object({
  constraint: z.string().nullish(),
  constraint_on: z.array(z.string()).nullish(),
  action: z.enum(['ignore', 'update']).default('update'),
})

/** `{constraint | constraint_on, action}` as `t_on_conflict`: `update` writes every column that the objects give. */
export function translateOnConflict(
  { constraint, constraint_on: columns, action }: z.output<typeof onConflict>,
  objects: readonly Record<string, Json>[],
  table: TableModel,
): Json {
  const given = new Set(objects.flatMap((one) => Object.keys(one)))
  return {
    constraint: constraint ?? constraintOn(columns ?? [], table),
    update_columns: action === 'ignore' ? [] : [...given].map((name) => columnField(table, name, PATH)),
  }
}

function constraintOn(columns: readonly string[], { uniqueKeys }: TableModel): string {
  const found = uniqueKeys.find(
    (key) => key.columns.length === columns.length && key.columns.every((name) => columns.includes(name)),
  )
  if (found) return found.constraint
  const message =
    columns.length === 0
      ? "Expecting 'constraint' or 'constraint_on' when the 'action' is 'update'"
      : `there is no unique or exclusion constraint on the columns ${columns.join(', ')}`
  throw new HasuraError('unexpected-payload', message, { path: PATH })
}
