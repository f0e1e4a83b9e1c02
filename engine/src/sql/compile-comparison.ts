import sql, { raw, type Sql } from 'sql-template-tag'
import type { BoolExp, LeftOperand, RightOperand } from '../model/bool-exp.js'
import type { ColumnType, ComputedField } from '../model/model.js'
import { type Operator, operatorOf } from '../model/operators.js'
import { callFunction } from './call-function.js'
import { cell, visible } from './cell.js'
import { combine } from './combine.js'
import type { BoolScope } from './compile-bool-exp.js'
import { columnOf } from './identifier.js'
import { demandVariable, type SqlContext } from './sql-context.js'
import { sessionValue, typedArray, typedValue } from './value.js'

type Comparison = Extract<BoolExp, { kind: 'compare' }>
type ValueType = Pick<ColumnType, 'scalar' | 'isArray' | 'sql'>

const TEXT: ValueType = { scalar: 'text', isArray: false, sql: 'text' }

/** What stands on the left of a comparison. */
interface Left {
  value: Sql
  type: ValueType
}

/** A column or scalar computed field against a value, a session variable or another column. */
export function compileComparison(context: SqlContext, comparison: Comparison, scope: BoolScope): Sql {
  const left = { value: compileLeft(context, comparison.left, scope), type: leftType(comparison.left) }
  return compareValue(context, left, comparison, scope)
}

/** Any value of SQL against the right side of a comparison. */
export function compareValue(
  context: SqlContext,
  left: Left,
  comparison: Pick<Comparison, 'operator' | 'right' | 'isNullSafe'>,
  scope: BoolScope,
): Sql {
  const { operator: name, isNullSafe } = comparison
  if (name === '_is_null') return compileIsNull(context, left.value, comparison.right)
  if (name === '_in' || name === '_nin') return compileMembership(context, left, name, comparison.right)
  const operator = operatorOf(name)
  const right = compileRight(context, comparison.right, operandType(operator.operand, left.type), scope)
  const compared = sql`(${left.value} ${raw(operator.sql ?? '=')} ${right})`
  if (!isNullSafe) return compared
  const isBoth = name === '_eq'
  const nulls = sql`${left.value} ${raw(isBoth ? 'is null' : 'is not null')} and ${right} is null`
  return sql`(${compared} or (${nulls}))`
}

function leftType(left: LeftOperand): ValueType {
  if (left.castToText) return TEXT
  if (left.kind === 'column') return left.column.type
  return 'type' in left.field.returns ? left.field.returns.type : TEXT
}

function compileLeft(context: SqlContext, left: LeftOperand, scope: BoolScope): Sql {
  const value =
    left.kind === 'column'
      ? cell(context, scope.row, left)
      : visible(context, scope.row, callComputed(context, left.field, scope.row), left.condition)
  return left.castToText ? sql`(${value})::text` : value
}

function callComputed(context: SqlContext, { call, table }: ComputedField, row: string): Sql {
  return callFunction(context, call, { row, table })
}

function compileIsNull(context: SqlContext, left: Sql, right: RightOperand): Sql {
  const text = right.kind === 'session' ? demandVariable(context.variables, right.variable) : undefined
  const isNull = text === undefined ? right.kind === 'value' && right.value === true : text === 'true'
  return isNull ? sql`(${left} is null)` : sql`(${left} is not null)`
}

function compileMembership(
  context: SqlContext,
  { value: left, type }: Left,
  operator: '_in' | '_nin',
  right: RightOperand,
): Sql {
  const isIn = operator === '_in'
  const among = (list: Sql) => (isIn ? sql`(${left} = any(${list}))` : sql`(${left} <> all(${list}))`)
  if (right.kind === 'session') {
    return among(sessionValue(context.sessionVariable(right.variable), type, true))
  }
  const values = right.kind === 'value' && Array.isArray(right.value) ? right.value : []
  if (!type.isArray) return among(typedArray(values, type))
  // Postgres flattens arrays of arrays, so each candidate is compared by itself.
  const comparison = raw(isIn ? '=' : '<>')
  const parts = values.map((value) => sql`${left} ${comparison} ${typedValue(value, type)}`)
  return isIn ? combine(parts, ' or ', sql`false`) : combine(parts, ' and ', sql`true`)
}

interface RightType {
  type: ValueType
  isList: boolean
}

function compileRight(
  context: SqlContext,
  right: RightOperand,
  { type, isList }: RightType,
  scope: BoolScope,
): Sql {
  if (right.kind === 'column') {
    return columnOf(right.of === 'root' ? scope.root : scope.row, right.column.name)
  }
  if (right.kind === 'session') return sessionValue(context.sessionVariable(right.variable), type, isList)
  if (!isList) return typedValue(right.value, type)
  return typedArray(Array.isArray(right.value) ? right.value : [right.value], type)
}

function operandType(operand: Operator['operand'], column: ValueType): RightType {
  if (operand === 'column' || operand === 'boolean') return { type: column, isList: false }
  if (operand === 'columnList') return { type: column, isList: true }
  if (operand === 'text') return { type: TEXT, isList: false }
  if (operand === 'textList') return { type: TEXT, isList: true }
  const scalar = 'type' in operand ? operand.type : operand.listOf
  return { type: { scalar, isArray: false, sql: scalar }, isList: 'listOf' in operand }
}
