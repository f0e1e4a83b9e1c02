import { allOf, type BoolExp, type LeftOperand } from '../../model/bool-exp.js'
import type { ComputedField, Relationship, TableModel } from '../../model/model.js'
import type { SelectPermission } from '../../model/permission.js'
import { showName } from '../../pg-catalogue/catalogue.js'
import { type Input, mapInput } from '../input/input.js'
import { listInput, optional, required, type Slot } from '../input/slot.js'
import { objectInput, slotList } from '../input/slots.js'
import type { SchemaContext } from '../schema-context.js'
import { aggregatePredicateInput } from './aggregate-predicate-input.js'
import { type ClientComparison, comparisonInput } from './comparison-input.js'

type Entry = [string, Slot<BoolExp | null>]

/** `t_bool_exp`: conditions on what the role may see of a table; without a select permission, only on nothing. */
export function whereInput(context: SchemaContext, table: TableModel): Input<BoolExp> {
  return context.tableType(table, 'bool_exp', (name) =>
    objectInput({
      name,
      description: `Boolean expression to filter rows from the table "${showName(table)}". All fields are combined with a logical 'AND'.`,
      slots: () =>
        slotList(whereEntries(context, table), (given) =>
          allOf(...[...given.values()].filter((condition) => condition !== null)),
        ),
    }),
  )
}

function whereEntries(context: SchemaContext, table: TableModel): Entry[] {
  const { select } = context.permissionsOn(table)
  const self = whereInput(context, table)
  const combinators: Entry[] = [
    ['_and', optional(mapInput(listInput(required(self)), (all): BoolExp => allOf(...all)))],
    ['_or', optional(mapInput(listInput(required(self)), (any): BoolExp => ({ kind: 'or', any })))],
    ['_not', optional(mapInput(self, (not): BoolExp => ({ kind: 'not', not })))],
  ]
  if (!select) return combinators
  return [
    ...combinators,
    ...[...select.columns].flatMap(([column, condition]): Entry[] => {
      if (column.graphqlName === null) return []
      const left = { kind: 'column', column, condition } as const
      return [[column.graphqlName, optional(comparedWith(left, comparisonInput(context, column.type)))]]
    }),
    ...[...table.relationships.values()].flatMap((relationship) =>
      relationshipEntries(context, relationship),
    ),
    ...[...table.computedFields.values()].flatMap((field) => computedEntry(context, field, select)),
  ]
}

type Compared =
  | Omit<Extract<LeftOperand, { kind: 'column' }>, 'castToText'>
  | Omit<Extract<LeftOperand, { kind: 'computed' }>, 'castToText'>

function comparedWith(left: Compared, input: Input<readonly ClientComparison[]>): Input<BoolExp> {
  return mapInput(input, (comparisons) =>
    allOf(
      ...comparisons.map(
        ({ operator, operand, castToText }): BoolExp => ({
          kind: 'compare',
          left: { ...left, castToText },
          operator,
          right: { kind: 'value', value: operand },
          isNullSafe: false,
        }),
      ),
    ),
  )
}

function relationshipEntries(context: SchemaContext, relationship: Relationship): Entry[] {
  const { target, name, kind } = relationship
  const { select } = context.permissionsOn(target)
  if (!select) return []
  const related = mapInput(
    whereInput(context, target),
    (where): BoolExp => ({ kind: 'related', relationship, where: allOf(select.filter, where) }),
  )
  if (kind === 'object' || !select.allowAggregations) return [[name, optional(related)]]
  const aggregate = mapInput(
    aggregatePredicateInput(context, target, select),
    (predicate): BoolExp => ({ kind: 'aggregate', relationship, ...predicate }),
  )
  return [
    [name, optional(related)],
    [context.naming.join(name, 'aggregate'), optional(aggregate)],
  ]
}

/** Only computed fields that need nothing from the client can be compared. */
function computedEntry(context: SchemaContext, field: ComputedField, permission: SelectPermission): Entry[] {
  if (field.call.parameters.some(({ kind }) => kind === 'client')) return []
  const { returns, name } = field
  if ('type' in returns) {
    const condition = permission.computedFields.get(field)
    if (condition === undefined) return []
    const left = { kind: 'computed', field, condition } as const
    return [[name, optional(comparedWith(left, comparisonInput(context, returns.type)))]]
  }
  const { select } = context.permissionsOn(returns.table)
  if (!select) return []
  const rows = mapInput(
    whereInput(context, returns.table),
    (where): BoolExp => ({ kind: 'computedRows', field, where: allOf(select.filter, where) }),
  )
  return [[name, optional(rows)]]
}
