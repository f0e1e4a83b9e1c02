import type { Json } from '../../json/json.js'
import type { ColumnType } from '../../model/model.js'
import { clientOperators, type OperatorName, operatorOf } from '../../model/operators.js'
import { type Input, mapInput } from '../input/input.js'
import { booleanInput } from '../input/scalar-inputs.js'
import { listInput, mapSlot, omittable, optional, required, type Slot } from '../input/slot.js'
import { objectInput, slotList } from '../input/slots.js'
import type { SchemaContext } from '../schema-context.js'
import { columnInput, namedColumnType } from './scalar-types.js'

/** What a client compares a value with. */
export interface ClientComparison {
  operator: OperatorName
  operand: Json
  /** `_cast`: the value is compared by its text. */
  castToText: boolean
}

type Comparisons = readonly ClientComparison[]

const ENUM_OPERATORS: readonly OperatorName[] = ['_eq', '_neq', '_in', '_nin', '_is_null']

export const TEXT: ColumnType = {
  scalar: 'text',
  isArray: false,
  sql: 'text',
  kind: 'b',
  graphqlName: 'String',
  enumTable: null,
}

/** `Int_comparison_exp` and its like: the operators that a client may use on a column of that type. */
export function comparisonInput(context: SchemaContext, type: ColumnType): Input<Comparisons> {
  const named = namedColumnType(context, type)
  const words = `${named.name}${type.isArray ? '_array' : ''}_comparison_exp`
  return context.type(context.naming.type(words), (name) =>
    objectInput({
      name,
      description: `Boolean expression to compare columns of type "${named.name}". All fields are combined with logical 'AND'.`,
      slots: () => slotList(comparisonSlots(context, type), allComparisons),
    }),
  )
}

function allComparisons(given: ReadonlyMap<string, Comparisons | null>): Comparisons {
  return [...given.values()].flatMap((comparisons) => comparisons ?? [])
}

function comparisonSlots(context: SchemaContext, type: ColumnType): [string, Slot<Comparisons | null>][] {
  const operators = type.enumTable ? ENUM_OPERATORS : clientOperators(type)
  const slots = operators.map((operator): [string, Slot<Comparisons | null>] => {
    const operand = omittable(operandInput(context, operator, type))
    return [
      context.naming.field(operator),
      mapSlot(operand, (value) => [{ operator, operand: value, castToText: false }]),
    ]
  })
  const isJsonb = type.scalar === 'jsonb' && !type.isArray
  return isJsonb ? [...slots, ['_cast', optional(castInput(context))]] : slots
}

function operandInput(context: SchemaContext, operator: OperatorName, type: ColumnType): Input<Json> {
  const one = (of: ColumnType) => columnInput(context, of)
  const many = (of: ColumnType) => listInput(required(columnInput(context, of)))
  const { operand } = operatorOf(operator)
  if (operand === 'column') return one(type)
  if (operand === 'columnList') return many(type)
  if (operand === 'text') return one(TEXT)
  if (operand === 'textList') return many(TEXT)
  if (operand === 'boolean') return booleanInput
  return 'type' in operand ? one(ofScalar(operand.type)) : many(ofScalar(operand.listOf))
}

function ofScalar(scalar: string): ColumnType {
  // A jsonpath is a String to clients.
  const graphqlName = scalar === 'jsonpath' ? 'String' : scalar
  return { ...TEXT, scalar, sql: scalar, graphqlName }
}

/** `_cast: {String: {…}}` compares a jsonb column by its text. */
function castInput(context: SchemaContext): Input<Comparisons> {
  return context.type(context.naming.type('jsonb_cast_exp'), (name) =>
    objectInput({
      name,
      slots: () => {
        const asText = mapInput(comparisonInput(context, TEXT), (comparisons) =>
          comparisons.map((comparison) => ({ ...comparison, castToText: true })),
        )
        return slotList([['String', optional(asText)]], allComparisons)
      },
    }),
  )
}
