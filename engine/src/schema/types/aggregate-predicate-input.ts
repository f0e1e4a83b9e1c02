import { type AggregatePredicate, ALWAYS, allOf, type VisibleColumn } from '../../model/bool-exp.js'
import type { ColumnType, TableModel } from '../../model/model.js'
import type { SelectPermission } from '../../model/permission.js'
import {
  isPredicateFunction,
  PREDICATE_FUNCTIONS,
  type PredicateFunction,
} from '../../model/predicate-functions.js'
import { enumInput } from '../input/enum-input.js'
import { type Input, mapInput } from '../input/input.js'
import { booleanInput } from '../input/scalar-inputs.js'
import { listInput, mapSlot, optional, required, type Slot } from '../input/slot.js'
import { objectInput, slotList, slotRecord } from '../input/slots.js'
import { validationError } from '../input/validation-error.js'
import type { SchemaContext } from '../schema-context.js'
import { selectColumnInput, visibleColumnValues } from './column-enums.js'
import { comparisonInput, TEXT } from './comparison-input.js'
import { whereInput } from './where-input.js'

const GRAPHQL_NAMES = { int4: 'Int', bool: 'Boolean', float8: 'float8' }

type Predicate = Omit<AggregatePredicate, 'kind' | 'relationship'>

/** `t_aggregate_bool_exp`: a condition on how many related rows there are, or on what they amount to. */
export function aggregatePredicateInput(
  context: SchemaContext,
  table: TableModel,
  permission: SelectPermission,
): Input<Predicate> {
  const entries = () =>
    Object.keys(PREDICATE_FUNCTIONS)
      .filter(isPredicateFunction)
      .flatMap((fn) => predicateEntry(context, table, permission, fn))
  return context.tableType(table, 'aggregate_bool_exp', (name) =>
    objectInput({
      name,
      slots: () =>
        slotList(entries(), (given, path) => {
          const [predicate, ...others] = [...given.values()].filter((one) => one !== null)
          if (predicate && others.length === 0) return predicate
          throw validationError(path, 'exactly one predicate should be specified')
        }),
    }),
  )
}

/** The condition on one aggregate; none when the role sees no column that it could be about. */
function predicateEntry(
  context: SchemaContext,
  table: TableModel,
  permission: SelectPermission,
  fn: PredicateFunction,
): [string, Slot<Predicate | null>][] {
  const { takes, gives } = PREDICATE_FUNCTIONS[fn]
  const columns =
    takes === 'columns'
      ? anyColumns(context, table, permission)
      : fittingColumns(context, table, permission, fn)
  if (!columns && takes !== 'columns') return []
  const result: ColumnType = { ...TEXT, scalar: gives, sql: gives, graphqlName: GRAPHQL_NAMES[gives] }
  const input = context.type(predicateName(context, table, fn), (name) =>
    objectInput({
      name,
      slots: () =>
        slotRecord(
          {
            ...(columns && { arguments: columns }),
            distinct: optional(booleanInput),
            filter: optional(whereInput(context, table)),
            predicate: required(comparisonInput(context, result)),
          },
          (given): Predicate => ({
            fn,
            columns: given.arguments ?? [],
            isDistinct: given.distinct === true,
            filter: allOf(permission.filter, given.filter ?? ALWAYS),
            comparisons: given.predicate.map(({ operator, operand }) => ({ operator, value: operand })),
          }),
        ),
    }),
  )
  return [[fn, optional(input)]]
}

/** Begins like a field in every convention. */
function predicateName({ naming }: SchemaContext, table: TableModel, fn: PredicateFunction): string {
  return ['aggregate', 'bool', 'exp', fn].reduce(naming.join, table.fieldName)
}

type ColumnsSlot = Slot<readonly VisibleColumn[] | null>

function anyColumns(
  context: SchemaContext,
  table: TableModel,
  permission: SelectPermission,
): ColumnsSlot | null {
  const column = selectColumnInput(context, table, permission)
  return column && optional(listInput(required(column)))
}

/** One column of the type that the function takes, or two of them as `{X: …, Y: …}`. */
function fittingColumns(
  context: SchemaContext,
  table: TableModel,
  permission: SelectPermission,
  fn: PredicateFunction,
): ColumnsSlot | null {
  const { takes, of } = PREDICATE_FUNCTIONS[fn]
  const values = visibleColumnValues(permission, ({ type }) => type.scalar === of && !type.isArray)
  if (values.length === 0) return null
  const { join } = context.naming
  const base = join(predicateName(context, table, fn), 'arguments')
  const enumName = ['select', 'column', base, 'columns'].reduce(join, table.typeName)
  const column = context.type(enumName, (name) => enumInput({ name, values }))
  if (takes === 'column') return mapSlot(required(column), (one) => [one])
  const pair = context.type(base, (name) =>
    objectInput({
      name,
      slots: () => slotRecord({ X: required(column), Y: required(column) }, ({ X, Y }) => [X, Y]),
    }),
  )
  return required(mapInput(pair, (both): readonly VisibleColumn[] => both))
}
