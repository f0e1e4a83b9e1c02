import type { OrderDirection } from '../../model/order-term.js'
import { type EnumValue, enumInput } from '../input/enum-input.js'
import type { Input } from '../input/input.js'
import type { SchemaContext } from '../schema-context.js'

const DIRECTIONS: readonly [OrderDirection, string][] = [
  ['asc', 'in ascending order, nulls last'],
  ['asc_nulls_first', 'in ascending order, nulls first'],
  ['asc_nulls_last', 'in ascending order, nulls last'],
  ['desc', 'in descending order, nulls first'],
  ['desc_nulls_first', 'in descending order, nulls first'],
  ['desc_nulls_last', 'in descending order, nulls last'],
]

/** `order_by`: the directions, and where nulls go. */
export function directionInput(context: SchemaContext): Input<OrderDirection> {
  const values = DIRECTIONS.map(([direction, description]): [string, EnumValue<OrderDirection>] => [
    context.naming.enumValue(direction),
    { description, means: direction },
  ])
  return context.type(context.naming.type('order_by'), (name) =>
    enumInput({ name, description: 'column ordering options', values }),
  )
}
