import type { Json } from '../../json/json.js'
import type { BoolExp } from '../../model/bool-exp.js'
import {
  type Assignment,
  OLDER_OPERATORS,
  type RowsUpdate,
  UPDATE_OPERATORS,
  type UpdateOperator,
} from '../../model/changes.js'
import type { ColumnModel, TableModel } from '../../model/model.js'
import type { UpdatePermission } from '../../model/permission.js'
import { showName } from '../../pg-catalogue/catalogue.js'
import type { Input } from '../input/input.js'
import { booleanInput, intInput, stringInput } from '../input/scalar-inputs.js'
import { listInput, mapSlot, omittable, optional, required, type Slot } from '../input/slot.js'
import { objectInput, slotList } from '../input/slots.js'
import { quoteNames, validationError } from '../input/validation-error.js'
import type { SchemaContext } from '../schema-context.js'
import { isNumeric } from './aggregated-columns.js'
import { columnInput } from './scalar-types.js'

const isJsonb = ({ type }: ColumnModel) => type.scalar === 'jsonb' && !type.isArray

interface OperatorInput {
  typeSuffix: string
  description: string
  fits: (column: ColumnModel) => boolean
  /** The operator's value for a column; one of the column itself when absent. */
  operand?: Input<Json>
}

const OPERATORS: Readonly<Record<UpdateOperator, OperatorInput>> = {
  _set: {
    typeSuffix: 'set_input',
    description: 'sets the columns of the filtered rows to the given values',
    fits: ({ isGenerated }) => !isGenerated,
  },
  _inc: {
    typeSuffix: 'inc_input',
    description: 'increments the numeric columns with given value of the filtered values',
    fits: ({ type, isGenerated }) => isNumeric(type) && !isGenerated,
  },
  _append: {
    typeSuffix: 'append_input',
    description: 'append existing jsonb value of filtered columns with new jsonb value',
    fits: isJsonb,
  },
  _prepend: {
    typeSuffix: 'prepend_input',
    description: 'prepend existing jsonb value of filtered columns with new jsonb value',
    fits: isJsonb,
  },
  _delete_key: {
    typeSuffix: 'delete_key_input',
    description:
      'delete key/value pair or string element. key/value pairs are matched based on their key value',
    fits: isJsonb,
    operand: stringInput,
  },
  _delete_elem: {
    typeSuffix: 'delete_elem_input',
    description:
      'delete the array element with specified index (negative integers count from the end). throws an error if top level container is not an array',
    fits: isJsonb,
    operand: intInput,
  },
  _delete_at_path: {
    typeSuffix: 'delete_at_path_input',
    description:
      'delete the field or element with specified path (for JSON arrays, negative integers count from the end)',
    fits: isJsonb,
    operand: listInput(required(stringInput)),
  },
  _mul: {
    typeSuffix: 'mul_input',
    description: 'multiplies the numeric columns with given value of the filtered values',
    fits: ({ type, isGenerated }) => isNumeric(type) && !isGenerated,
  },
  _default: {
    typeSuffix: 'default_input',
    description: 'sets the columns of the filtered rows to their defaults',
    fits: ({ isGenerated }) => !isGenerated,
    operand: booleanInput,
  },
}

type Assignments = readonly Assignment[]
export type OperatorSlots = { [Operator in UpdateOperator]?: Slot<Assignments | null> }

/** `_set`, `_inc` and the jsonb operators, each as far as the role may write a column that fits it. */
export function updateOperatorSlots(
  context: SchemaContext,
  table: TableModel,
  permission: UpdatePermission,
): OperatorSlots {
  const slots: OperatorSlots = {}
  for (const operator of UPDATE_OPERATORS) {
    if (OLDER_OPERATORS.includes(operator) && !context.options.hasOlderOperators) continue
    const { typeSuffix, description, fits } = OPERATORS[operator]
    const columns = [...permission.columns].filter(fits)
    const entries = () => columns.flatMap((column) => assignmentEntry(context, operator, column))
    if (columns.every(({ graphqlName }) => graphqlName === null)) continue
    const input = context.tableType(table, typeSuffix, (name) =>
      objectInput({
        name,
        description:
          operator === '_set' ? `input type for updating data in table "${showName(table)}"` : description,
        slots: () => slotList(entries(), (given): Assignments => [...given.values()]),
      }),
    )
    slots[operator] = optional(input, description)
  }
  return slots
}

function assignmentEntry(
  context: SchemaContext,
  operator: UpdateOperator,
  column: ColumnModel,
): [string, Slot<Assignment>][] {
  if (column.graphqlName === null) return []
  const input = OPERATORS[operator].operand ?? columnInput(context, column.type)
  const slot: Slot<Json> =
    operator === '_set' && column.isNullable
      ? optional(input, column.description)
      : omittable(input, column.description)
  return [[column.graphqlName, mapSlot(slot, (operand): Assignment => ({ operator, column, operand }))]]
}

type GivenOperators = { readonly [Operator in UpdateOperator]?: Assignments | null | undefined }

/** What the operators of an update amount to. */
export function toRowsUpdate(given: GivenOperators, where: BoolExp): RowsUpdate {
  return { assignments: UPDATE_OPERATORS.flatMap((operator) => given[operator] ?? []), where }
}

/** A column can be assigned only once. @throws HasuraError `validation-failed` */
export function refuseRepeated<Update extends RowsUpdate>(update: Update, path: string): Update {
  const columns = update.assignments.map(({ column }) => column.graphqlName ?? column.name)
  const repeated = columns.filter((name, index) => columns.indexOf(name) !== index)
  if (repeated.length === 0) return update
  throw validationError(path, `Column found in multiple operators: ${quoteNames([...new Set(repeated)])}.`)
}
