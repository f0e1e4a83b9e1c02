import { GraphQLList, GraphQLNonNull } from 'graphql'
import type { TableModel } from '../../model/model.js'
import { showName } from '../../pg-catalogue/catalogue.js'
import type { SchemaContext } from '../schema-context.js'
import { aggregateType } from '../types/aggregate-type.js'
import { identifyingArguments } from '../types/primary-key-types.js'
import { rowType } from '../types/row-type.js'
import { selectArguments } from '../types/select-arguments.js'
import { type RootEntry, rootField } from './root-field.js'

/** `t`, `t_by_pk` and `t_aggregate`, for queries or (which a permission may restrict apart) subscriptions. */
export function selectFields(
  context: SchemaContext,
  table: TableModel,
  operation: 'query' | 'subscription',
): RootEntry[] {
  const permission = context.permissionsOn(table).select
  const row = rowType(context, table)
  if (!permission || !row) return []
  const shown = operation === 'query' ? permission.queryRootFields : permission.subscriptionRootFields
  const isShown = (kind: string) => shown === null || shown.has(kind)
  const args = selectArguments(context, table, permission)
  const entries: RootEntry[] = []
  if (isShown('select')) {
    entries.push(
      rootField(table.rootFields.select, `fetch data from the table: "${showName(table)}"`, {
        type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(row))),
        args,
        extensions: { plan: { kind: 'select', table, permission } },
      }),
    )
  }
  const byPk = isShown('select_by_pk') && identifyingArguments(context, table)
  if (byPk) {
    entries.push(
      rootField(
        table.rootFields.select_by_pk,
        `fetch data from the table: "${showName(table)}" using primary key columns`,
        {
          type: row,
          args: byPk,
          extensions: { plan: { kind: 'selectByPk', table, permission } },
        },
      ),
    )
  }
  const aggregate = isShown('select_aggregate') && aggregateType(context, table)
  if (aggregate) {
    entries.push(
      rootField(
        table.rootFields.select_aggregate,
        `fetch aggregated fields from the table: "${showName(table)}"`,
        {
          type: new GraphQLNonNull(aggregate),
          args,
          extensions: { plan: { kind: 'selectAggregate', table, permission } },
        },
      ),
    )
  }
  return entries
}
