import { nameKey } from '../catalogue/catalogue.js'
import { type Json, toJson } from '../json/json.js'
import { qualifiedName } from '../metadata/schemas/common.js'
import { type AggregatePredicate, allOf, type BoolExp, type LeftOperand } from '../model/bool-exp.js'
import type { ColumnModel, Relationship, TableModel } from '../model/model.js'
import { isOperatorName, type OperatorName, operatorOf } from '../model/operators.js'
import { RuleError } from './rule-error.js'
import { isSessionVariable, readOperand } from './session-variable.js'

export interface RuleScope {
  /** The table that the rule is about now. */
  table: TableModel
  /** The table of the permission itself, which `["$", column]` refers to. */
  root: TableModel
  tables: ReadonlyMap<string, TableModel>
}

/** Old spellings of operators. */
const ALIASES: Readonly<Record<string, OperatorName>> = { _ne: '_neq', _cneq: '_cne' }

/**
 * Reads the rule of a permission, with every spelling that Hasura knows: `_op` and `$op`, a bare value for
 * `_eq`, comparisons of columns, `_exists`.
 *
 * @throws RuleError for a name that the table does not have
 */
export function parseRule(rule: unknown, scope: RuleScope): BoolExp {
  return allOf(...entriesOf(rule).map(([key, value]) => parseEntry(key, value, scope)))
}

function parseEntry(key: string, value: unknown, scope: RuleScope): BoolExp {
  switch (key.replace(/^\$/, '_')) {
    case '_and':
      return allOf(...listOf(value).map((rule) => parseRule(rule, scope)))
    case '_or':
      return { kind: 'or', any: listOf(value).map((rule) => parseRule(rule, scope)) }
    case '_not':
      return { kind: 'not', not: parseRule(value, scope) }
    case '_exists':
      return parseExists(value, scope)
    default:
      return parseField(key, value, scope)
  }
}

function parseExists(value: unknown, scope: RuleScope): BoolExp {
  const parts = new Map(entriesOf(value).map(([key, part]) => [key.replace(/^\$/, '_'), part]))
  const name = qualifiedName.safeParse(parts.get('_table'))
  const table = name.success ? scope.tables.get(nameKey(name.data)) : undefined
  if (!table) throw new RuleError(`_exists names an unknown table: ${JSON.stringify(parts.get('_table'))}`)
  return { kind: 'exists', table, where: parseRule(parts.get('_where') ?? {}, { ...scope, table }) }
}

function parseField(name: string, value: unknown, scope: RuleScope): BoolExp {
  const { table } = scope
  const column = table.columns.get(name)
  if (column) return parseComparisons({ kind: 'column', column, castToText: false }, value, scope)
  const relationship = table.relationships.get(name)
  if (relationship) {
    const where = parseRule(value, { ...scope, table: relationship.target })
    return { kind: 'related', relationship, where }
  }
  const field = table.computedFields.get(name)
  if (field && 'type' in field.returns) {
    return parseComparisons({ kind: 'computed', field, castToText: false }, value, scope)
  }
  if (field && 'table' in field.returns) {
    return { kind: 'computedRows', field, where: parseRule(value, { ...scope, table: field.returns.table }) }
  }
  const aggregated = table.relationships.get(name.replace(/_aggregate$/, ''))
  if (aggregated?.kind === 'array' && name.endsWith('_aggregate'))
    return parseAggregate(aggregated, value, scope)
  throw new RuleError(`"${name}" does not exist`)
}

function parseComparisons(left: LeftOperand, value: unknown, scope: RuleScope): BoolExp {
  if (!isRuleObject(value)) return compare(left, '_eq', value, scope)
  return allOf(...Object.entries(value).map(([key, operand]) => parseComparison(left, key, operand, scope)))
}

function parseComparison(left: LeftOperand, key: string, value: unknown, scope: RuleScope): BoolExp {
  const written = key.replace(/^\$/, '_')
  if (written === '_cast') {
    return allOf(
      ...entriesOf(value).map(([, operands]) =>
        parseComparisons({ ...left, castToText: true }, operands, scope),
      ),
    )
  }
  const operator = ALIASES[written] ?? written
  if (!isOperatorName(operator)) throw new RuleError(`unknown operator "${key}"`)
  return compare(left, operator, value, scope)
}

function compare(left: LeftOperand, operator: OperatorName, value: unknown, scope: RuleScope): BoolExp {
  const right = operatorOf(operator).inRulesOnly ? parseColumnOperand(value, scope) : readOperand(value)
  // Other than in a client's `where`, equality with a value holds between two nulls.
  const isNullSafe = operator === '_eq' || operator === '_neq'
  return { kind: 'compare', left, operator, right, isNullSafe }
}

function parseColumnOperand(value: unknown, scope: RuleScope) {
  if (typeof value === 'string') {
    return { kind: 'column', column: columnIn(scope.table, value), of: 'row' } as const
  }
  const path = Array.isArray(value) ? value : []
  const [first, second] = path
  if (path.length === 2 && first === '$' && typeof second === 'string') {
    return { kind: 'column', column: columnIn(scope.root, second), of: 'root' } as const
  }
  if (path.length === 1 && typeof first === 'string') {
    return { kind: 'column', column: columnIn(scope.table, first), of: 'row' } as const
  }
  throw new RuleError(
    `a column comparison takes a column name or ["$", column], not ${JSON.stringify(value)}`,
  )
}

function columnIn(table: TableModel, name: string): ColumnModel {
  const column = table.columns.get(name)
  if (!column) throw new RuleError(`"${name}" does not exist`)
  return column
}

function parseAggregate(relationship: Relationship, value: unknown, scope: RuleScope): BoolExp {
  const functions = entriesOf(value)
  const [entry] = functions
  const fn = entry?.[0]
  if (functions.length !== 1 || !entry || (fn !== 'count' && fn !== 'bool_and' && fn !== 'bool_or')) {
    throw new RuleError('exactly one predicate should be specified')
  }
  const parts = new Map(entriesOf(entry[1]))
  const inner: RuleScope = { ...scope, table: relationship.target }
  const named = parts.get('arguments') ?? []
  const predicate: AggregatePredicate = {
    kind: 'aggregate',
    relationship,
    fn,
    columns: (Array.isArray(named) ? named : [named]).map((name) =>
      columnIn(relationship.target, String(name)),
    ),
    isDistinct: parts.get('distinct') === true,
    filter: parseRule(parts.get('filter') ?? {}, inner),
    comparisons: entriesOf(parts.get('predicate')).map(([key, operand]) => readPredicate(key, operand)),
  }
  return predicate
}

function readPredicate(key: string, operand: unknown): { operator: OperatorName; value: Json } {
  const operator = key.replace(/^\$/, '_')
  if (!isOperatorName(operator)) throw new RuleError(`unknown operator "${key}"`)
  if (isSessionVariable(operand)) throw new RuleError('aggregate predicates do not take session variables')
  return { operator, value: toJson(operand) }
}

function isRuleObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function entriesOf(value: unknown): [string, unknown][] {
  if (!isRuleObject(value)) throw new RuleError(`expected an object, not ${JSON.stringify(value)}`)
  return Object.entries(value)
}

function listOf(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new RuleError(`expected a list, not ${JSON.stringify(value)}`)
  return value
}
