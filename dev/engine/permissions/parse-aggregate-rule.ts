import { type Json, toJson } from '../json/json.js'
import type { AggregatePredicate } from '../model/bool-exp.js'
import type { Relationship } from '../model/model.js'
import { isOperatorName, type OperatorName } from '../model/operators.js'
import { parseRule, type RuleScope } from './parse-rule.js'
import { RuleError } from './rule-error.js'
import { columnIn, entriesOf, operatorKey } from './rule-value.js'
import { isSessionVariable } from './session-variable.js'

/** Reads `rel_aggregate: {count: {predicate: …}}` of a rule. */
export function parseAggregateRule(
  relationship: Relationship,
  value: unknown,
  scope: RuleScope,
): AggregatePredicate {
  const functions = entriesOf(value)
  const [entry] = functions
  const fn = entry?.[0]
  if (functions.length !== 1 || !entry || (fn !== 'count' && fn !== 'bool_and' && fn !== 'bool_or')) {
    throw new RuleError('exactly one predicate should be specified')
  }
  const parts = new Map(entriesOf(entry[1]))
  const inner: RuleScope = { ...scope, table: relationship.target }
  const named = parts.get('arguments') ?? []
  return {
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
}

function readPredicate(key: string, operand: unknown): { operator: OperatorName; value: Json } {
  const operator = operatorKey(key)
  if (!isOperatorName(operator)) throw new RuleError(`unknown operator "${key}"`)
  if (isSessionVariable(operand)) throw new RuleError('aggregate predicates do not take session variables')
  return { operator, value: toJson(operand) }
}
