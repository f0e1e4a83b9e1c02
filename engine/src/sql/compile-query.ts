import sql, { join, type Sql } from 'sql-template-tag'
import type { ColumnModel, TableModel } from '../model/model.js'
import type { SelectedField } from '../schema/selected-field.js'
import { callFunction } from './call-function.js'
import { compileAggregate } from './compile-aggregate.js'
import type { RowSource } from './compile-rows.js'
import { argumentsOf, compileFirst, compileList, compileOne } from './compile-selection.js'
import { columnOf, qualified } from './identifier.js'
import type { SqlContext } from './sql-context.js'
import { typedValue } from './value.js'

/** The one statement that answers a root field of a query; its only column is the JSON as text. */
export function compileQuery(context: SqlContext, field: SelectedField): Sql {
  return sql`select (${compileRoot(context, field)})::text as root`
}

function compileRoot(context: SqlContext, field: SelectedField): Sql {
  const { plan } = field
  switch (plan.kind) {
    case 'select':
      return compileList(context, tableSource(plan), field)
    case 'selectAggregate':
      return compileAggregate(context, tableSource(plan), field)
    case 'selectByPk': {
      const link = (row: string) => keyCondition(plan.table.primaryKey ?? [], field, row)
      return compileOne(context, { ...tableSource(plan), link }, field)
    }
    case 'function':
    case 'functionAggregate': {
      const from = callFunction(context, plan.fn.call, null, argumentsOf(field))
      const source: RowSource = { from, table: plan.fn.table, permission: plan.permission }
      if (plan.kind === 'functionAggregate') return compileAggregate(context, source, field)
      return plan.fn.returnsSet ? compileList(context, source, field) : compileFirst(context, source, field)
    }
    default:
      throw new TypeError(`${plan.kind} is not a query`)
  }
}

function tableSource({
  table,
  permission,
}: {
  table: TableModel
  permission: RowSource['permission']
}): RowSource {
  return { from: qualified(table), table, permission }
}

/** The row whose key columns have the values that the field's arguments give. */
export function keyCondition(
  key: readonly ColumnModel[],
  { args }: Pick<SelectedField, 'args'>,
  row: string,
): Sql {
  return join(
    key.map(
      (column) =>
        sql`${columnOf(row, column.name)} = ${typedValue(args[column.graphqlName ?? column.name] ?? null, column.type)}`,
    ),
    ' and ',
  )
}
