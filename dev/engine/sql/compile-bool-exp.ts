import sql, { join, raw, type Sql } from 'sql-template-tag'
import type { Json } from '../json/json.js'
import type { AggregatePredicate, BoolExp, LeftOperand, RightOperand } from '../model/bool-exp.js'
import type { ColumnType, Relationship } from '../model/model.js'
import { type Operator, type OperatorName, operatorOf } from '../model/operators.js'
import { callFunction } from './call-function.js'
import { columnOf, identifier, qualified } from './identifier.js'
import type { SqlContext } from './sql-context.js'
import { sessionValue, typedArray, typedValue } from './value.js'

/** The rows that a condition is about, by their aliases. */
export interface BoolScope {
  /** The row at hand. */
  row: string
  /** The row that the whole rule is about. */
  root: string
}

const TEXT = { scalar: 'text', isArray: false, sql: 'text' }
const BIGINT = { scalar: 'int8', isArray: false, sql: 'bigint' }

/** A condition on the row with the alias `row`. */
export function compileBoolExp(context: SqlContext, exp: BoolExp, row: string): Sql {
  return compile(context, exp, { row, root: row })
}

function compile(context: SqlContext, exp: BoolExp, scope: BoolScope): Sql {
  switch (exp.kind) {
    case 'and':
      return combine(
        exp.all.map((part) => compile(context, part, scope)),
        ' and ',
        sql`true`,
      )
    case 'or':
      return combine(
        exp.any.map((part) => compile(context, part, scope)),
        ' or ',
        sql`false`,
      )
    case 'not':
      return sql`(not ${compile(context, exp.not, scope)})`
    case 'compare':
      return compileComparison(context, exp, scope)
    case 'related': {
      const row = context.newAlias(exp.relationship.name)
      return sql`exists (select 1 from ${qualified(exp.relationship.target)} as ${identifier(row)} where ${joinCondition(exp.relationship, scope.row, row)} and ${compile(context, exp.where, { row, root: scope.root })})`
    }
    case 'computedRows': {
      const row = context.newAlias(exp.field.name)
      const call = callFunction(context, exp.field.call, { row: scope.row, table: exp.field.table })
      return sql`exists (select 1 from ${call} as ${identifier(row)} where ${compile(context, exp.where, { row, root: scope.root })})`
    }
    case 'exists': {
      const row = context.newAlias(exp.table.name)
      return sql`exists (select 1 from ${qualified(exp.table)} as ${identifier(row)} where ${compile(context, exp.where, { row, root: scope.root })})`
    }
    case 'aggregate':
      return compileAggregate(context, exp, scope)
  }
}

function combine(parts: readonly Sql[], separator: string, empty: Sql): Sql {
  const [only] = parts
  if (!only) return empty
  return parts.length === 1 ? only : sql`(${join(parts, separator)})`
}

/** How the row behind a relationship is found from the row that has it. */
export function joinCondition({ mapping }: Pick<Relationship, 'mapping'>, from: string, to: string): Sql {
  return join(
    mapping.map((pair) => sql`${columnOf(to, pair.to.name)} = ${columnOf(from, pair.from.name)}`),
    ' and ',
  )
}

function compileComparison(context: SqlContext, exp: BoolExp & { kind: 'compare' }, scope: BoolScope): Sql {
  const type = leftType(exp.left)
  const left = compileLeft(context, exp.left, scope)
  const operator = operatorOf(exp.operator)
  if (exp.operator === '_is_null') return compileIsNull(context, left, exp.right)
  if (exp.operator === '_in' || exp.operator === '_nin') {
    return compileMembership(context, left, exp.operator, exp.right, type)
  }
  const right = compileRight(context, operator, exp.right, type, scope)
  if (!exp.isNullSafe) return sql`(${left} ${raw(operator.sql ?? '=')} ${right})`
  const nulls =
    operator.sql === '='
      ? sql`${left} is null and ${right} is null`
      : sql`${left} is not null and ${right} is null`
  return sql`((${left} ${raw(operator.sql ?? '=')} ${right}) or (${nulls}))`
}

function leftType(left: LeftOperand): Pick<ColumnType, 'scalar' | 'isArray' | 'sql'> {
  if (left.castToText) return TEXT
  if (left.kind === 'column') return left.column.type
  return 'type' in left.field.returns ? left.field.returns.type : TEXT
}

function compileLeft(context: SqlContext, left: LeftOperand, scope: BoolScope): Sql {
  const value =
    left.kind === 'column'
      ? columnOf(scope.row, left.column.name)
      : callFunction(context, left.field.call, { row: scope.row, table: left.field.table })
  return left.castToText ? sql`(${value})::text` : value
}

function compileIsNull(context: SqlContext, left: Sql, right: RightOperand): Sql {
  const text = right.kind === 'session' ? context.sessionVariable(right.variable) : undefined
  const isNull = text === undefined ? right.kind === 'value' && right.value === true : text === 'true'
  return isNull ? sql`(${left} is null)` : sql`(${left} is not null)`
}

function compileMembership(
  context: SqlContext,
  left: Sql,
  operator: '_in' | '_nin',
  right: RightOperand,
  type: Pick<ColumnType, 'scalar' | 'isArray' | 'sql'>,
): Sql {
  const isIn = operator === '_in'
  if (right.kind === 'session') {
    const list = sessionValue(context.sessionVariable(right.variable), type, true)
    return isIn ? sql`(${left} = any(${list}))` : sql`(${left} <> all(${list}))`
  }
  const values = right.kind === 'value' && Array.isArray(right.value) ? right.value : []
  if (type.isArray) {
    // Postgres flattens arrays of arrays, so each candidate is compared by itself.
    const parts = values.map((value) =>
      isIn ? sql`${left} = ${typedValue(value, type)}` : sql`${left} <> ${typedValue(value, type)}`,
    )
    return isIn ? combine(parts, ' or ', sql`false`) : combine(parts, ' and ', sql`true`)
  }
  return isIn
    ? sql`(${left} = any(${typedArray(values, type)}))`
    : sql`(${left} <> all(${typedArray(values, type)}))`
}

function compileRight(
  context: SqlContext,
  { operand }: Operator,
  right: RightOperand,
  column: Pick<ColumnType, 'scalar' | 'isArray' | 'sql'>,
  scope: BoolScope,
): Sql {
  if (right.kind === 'column')
    return columnOf(right.of === 'root' ? scope.root : scope.row, right.column.name)
  const { type, isList } = operandType(operand, column)
  if (right.kind === 'session') return sessionValue(context.sessionVariable(right.variable), type, isList)
  if (!isList) return typedValue(right.value, type)
  return typedArray(Array.isArray(right.value) ? right.value : [right.value], type)
}

function operandType(operand: Operator['operand'], column: Pick<ColumnType, 'scalar' | 'isArray' | 'sql'>) {
  if (operand === 'column' || operand === 'boolean') return { type: column, isList: false }
  if (operand === 'columnList') return { type: column, isList: true }
  if (operand === 'text') return { type: TEXT, isList: false }
  if (operand === 'textList') return { type: TEXT, isList: true }
  const scalar = 'type' in operand ? operand.type : operand.listOf
  return { type: { scalar, isArray: false, sql: scalar }, isList: 'listOf' in operand }
}

function compileAggregate(context: SqlContext, exp: AggregatePredicate, scope: BoolScope): Sql {
  const { relationship } = exp
  const row = context.newAlias(relationship.name)
  const columns = exp.columns.map(({ name }) => columnOf(row, name))
  const value = exp.fn === 'count' ? countOf(columns, exp.isDistinct) : foldOf(exp, columns)
  const type = exp.fn === 'count' ? BIGINT : { scalar: 'bool', isArray: false, sql: 'boolean' }
  const conditions = exp.comparisons.map((comparison) => compareAggregate(value, comparison, type))
  return sql`exists (select 1 from ${qualified(relationship.target)} as ${identifier(row)} where ${joinCondition(relationship, scope.row, row)} and ${compile(context, exp.filter, { row, root: scope.root })} having ${combine(conditions, ' and ', sql`true`)})`
}

function foldOf({ fn, isDistinct }: AggregatePredicate, columns: readonly Sql[]): Sql {
  return sql`${raw(fn)}(${raw(isDistinct ? 'distinct ' : '')}${join(columns, ', ')})`
}

/** `count(*)`, or of the rows in which the columns are not null. */
export function countOf(columns: readonly Sql[], isDistinct: boolean): Sql {
  if (columns.length === 0) return sql`count(*)`
  const counted = columns.length === 1 ? join(columns) : sql`(${join(columns, ', ')})`
  return isDistinct ? sql`count(distinct ${counted})` : sql`count(${counted})`
}

function compareAggregate(
  value: Sql,
  comparison: { operator: OperatorName; value: Json },
  type: { scalar: string; isArray: boolean; sql: string },
): Sql {
  const { operator, value: operand } = comparison
  if (operator === '_is_null') return operand === true ? sql`(${value} is null)` : sql`(${value} is not null)`
  if (operator === '_in')
    return sql`(${value} = any(${typedArray(Array.isArray(operand) ? operand : [], type)}))`
  if (operator === '_nin')
    return sql`(${value} <> all(${typedArray(Array.isArray(operand) ? operand : [], type)}))`
  return sql`(${value} ${raw(operatorOf(operator).sql ?? '=')} ${typedValue(operand, type)})`
}
