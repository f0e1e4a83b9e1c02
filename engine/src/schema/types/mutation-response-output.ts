import { GraphQLInt, GraphQLNonNull } from 'graphql'
import type { TableModel } from '../../model/model.js'
import { showName } from '../../pg-catalogue/catalogue.js'
import { bareBranch, bareLeaf, type Field } from '../output/field.js'
import { listOfRows, type Output, objectOutput } from '../output/output.js'
import type { ResponsePlan } from '../plans.js'
import type { SchemaContext } from '../schema-context.js'
import { rowOutput } from './row-output.js'

/** `t_mutation_response`; without a select permission there is nothing to return but the count. */
export function mutationResponseOutput(context: SchemaContext, table: TableModel): Output<ResponsePlan> {
  return context.tableType(table, 'mutation_response', (name) =>
    objectOutput({
      name,
      description: `response of any mutation on the table "${showName(table)}"`,
      fields: () => responseFields(context, table),
    }),
  )
}

function responseFields(context: SchemaContext, table: TableModel): [string, Field<ResponsePlan>][] {
  const count: [string, Field<ResponsePlan>] = [
    context.naming.field('affected_rows'),
    bareLeaf(
      new GraphQLNonNull(GraphQLInt),
      { kind: 'affectedRows' },
      'number of rows affected by the mutation',
    ),
  ]
  const row = rowOutput(context, table)
  if (!row) return [count]
  const returning = bareBranch(
    listOfRows(row),
    row,
    (selection): ResponsePlan => ({ kind: 'returning', selection }),
    'data from the rows affected by the mutation',
  )
  return [count, ['returning', returning]]
}
