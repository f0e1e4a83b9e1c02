import { GraphQLNonNull } from 'graphql'
import type { TableModel } from '../../model/model.js'
import { showName } from '../../pg-catalogue/catalogue.js'
import { branch } from '../output/field.js'
import { listOfRows } from '../output/output.js'
import type { SelectPlan } from '../plans.js'
import type { SchemaContext } from '../schema-context.js'
import { aggregateOutput } from '../types/aggregate-output.js'
import { primaryKeySlots } from '../types/primary-key-slots.js'
import { rowOutput } from '../types/row-output.js'
import { rowsSlots } from '../types/rows-slots.js'
import { type FieldEntry, rootField } from './root-field.js'

/** `t`, `t_by_pk` and `t_aggregate`, for queries or (which a permission may restrict apart) subscriptions. */
export function selectFields(
  context: SchemaContext,
  table: TableModel,
  operation: 'query' | 'subscription',
): FieldEntry<SelectPlan>[] {
  const permission = context.permissionsOn(table).select
  const row = rowOutput(context, table)
  if (!permission || !row) return []
  const { rootFields: names } = table
  const shown = operation === 'query' ? permission.queryRootFields : permission.subscriptionRootFields
  const isShown = (kind: string) => shown === null || shown.has(kind)
  const source = { table, permission }
  const slots = rowsSlots(context, table, permission)
  const entries: FieldEntry<SelectPlan>[] = []
  if (isShown('select')) {
    const select = branch({
      type: listOfRows(row),
      slots,
      of: row,
      plan: (rows, selection): SelectPlan => ({ kind: 'select', ...source, rows, selection }),
    })
    entries.push(rootField(names.select, `fetch data from the table: "${showName(table)}"`, select))
  }
  const key = isShown('select_by_pk') && primaryKeySlots(context, table)
  if (key) {
    const description = `fetch data from the table: "${showName(table)}" using primary key columns`
    const selectOne = branch({
      type: row.type,
      slots: key,
      of: row,
      plan: (where, selection): SelectPlan => ({ kind: 'selectOne', ...source, where, selection }),
    })
    entries.push(rootField(names.select_by_pk, description, selectOne))
  }
  const aggregate = isShown('select_aggregate') && aggregateOutput(context, table)
  if (aggregate) {
    const description = `fetch aggregated fields from the table: "${showName(table)}"`
    const selectAggregate = branch({
      type: new GraphQLNonNull(aggregate.type),
      slots,
      of: aggregate,
      plan: (rows, selection): SelectPlan => ({ kind: 'selectAggregate', ...source, rows, selection }),
    })
    entries.push(rootField(names.select_aggregate, description, selectAggregate))
  }
  return entries
}
