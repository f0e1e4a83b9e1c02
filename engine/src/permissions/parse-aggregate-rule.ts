import { type Json, toJson } from '../json/json.js'
import type { AggregatePredicate } from '../model/bool-exp.js'
import type { Relationship } from '../model/model.js'
import { isOperatorName, type OperatorName } from '../model/operators.js'
import { isPredicateFunction, PAIR } from '../model/predicate-functions.js'
import { parseRule, type RuleScope } from './parse-rule.js'
import { RuleError } from './rule-error.js'
import { columnIn, entriesOf, isRuleObject, operatorKey } from './rule-value.js'
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
  if (functions.length !== 1 || !entry || fn === undefined || !isPredicateFunction(fn)) {
    throw new RuleError('exactly one predicate should be specified')
  }
  const parts = new Map(entriesOf(entry[1]))
  const inner: RuleScope = { ...scope, table: relationship.target }
  return {
    kind: 'aggregate',
    relationship,
    fn,
    columns: argumentNames(parts.get('arguments')).map((name) => ({
      column: columnIn(relationship.target, name),
      condition: null,
    })),
    isDistinct: parts.get('distinct') === true,
    filter: parseRule(parts.get('filter') ?? {}, inner),
    comparisons: entriesOf(parts.get('predicate')).map(([key, operand]) => readPredicate(key, operand)),
  }
}

/** One name, a list of them, or a pair `{X: …, Y: …}`. */
function argumentNames(value: unknown): string[] {
  if (value === undefined) return []
  if (isRuleObject(value)) return PAIR.map((name) => String(value[name]))
  return (Array.isArray(value) ? value : [value]).map(String)
}

function readPredicate(key: string, operand: unknown): { operator: OperatorName; value: Json } {
  const operator = operatorKey(key)
  if (!isOperatorName(operator)) throw new RuleError(`unknown operator "${key}"`)
  if (isSessionVariable(operand)) throw new RuleError('aggregate predicates do not take session variables')
  return { operator, value: toJson(operand) }
}
