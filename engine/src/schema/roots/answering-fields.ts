import type { GraphQLOutputType } from 'graphql'
import type { TableModel } from '../../model/model.js'
import type { Slots } from '../input/slots.js'
import { branch, type Field, type FieldReading } from '../output/field.js'
import type { Change } from '../plans.js'
import type { SchemaContext } from '../schema-context.js'
import { mutationResponseOutput } from '../types/mutation-response-output.js'
import { rowOutput } from '../types/row-output.js'

interface Mutation<Args, Plan> {
  slots: Slots<Args>
  plan: (args: Args, change: Change, reading: FieldReading) => Plan
}

/** A field that answers with the rows it changed and their number. */
export function answeringRows<Args, Plan>(
  context: SchemaContext,
  table: TableModel,
  { slots, plan }: Mutation<Args, Plan>,
  wrap: (type: GraphQLOutputType) => GraphQLOutputType = (type) => type,
): Field<Plan> {
  const of = mutationResponseOutput(context, table)
  return branch({
    type: wrap(of.type),
    slots,
    of,
    plan: (args, selection, reading) => plan(args, { table, answer: { kind: 'rows', selection } }, reading),
  })
}

/** A field that answers with the one row it changed; null when the role may not see it. */
export function answeringRow<Args, Plan>(
  context: SchemaContext,
  table: TableModel,
  { slots, plan }: Mutation<Args, Plan>,
): Field<Plan> | null {
  const of = rowOutput(context, table)
  return (
    of &&
    branch({
      type: of.type,
      slots,
      of,
      plan: (args, selection, reading) => plan(args, { table, answer: { kind: 'row', selection } }, reading),
    })
  )
}
