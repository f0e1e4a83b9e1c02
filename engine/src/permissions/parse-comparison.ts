import { allOf, type BoolExp, type LeftOperand, type RightOperand } from '../model/bool-exp.js'
import { isOperatorName, type OperatorName, operatorOf } from '../model/operators.js'
import type { RuleScope } from './parse-rule.js'
import { RuleError } from './rule-error.js'
import { columnIn, entriesOf, isRuleObject, operatorKey } from './rule-value.js'
import { readOperand } from './session-variable.js'

/** Old spellings of operators. */
const ALIASES: Readonly<Record<string, OperatorName>> = { _ne: '_neq', _cneq: '_cne' }

/** Reads what a rule says about one column or scalar computed field. */
export function parseComparisons(left: LeftOperand, value: unknown, scope: RuleScope): BoolExp {
  if (!isRuleObject(value)) return compare(left, '_eq', value, scope)
  return allOf(...Object.entries(value).map(([key, operand]) => parseComparison(left, key, operand, scope)))
}

function parseComparison(left: LeftOperand, key: string, value: unknown, scope: RuleScope): BoolExp {
  const written = operatorKey(key)
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

function parseColumnOperand(value: unknown, scope: RuleScope): RightOperand {
  if (typeof value === 'string') {
    return { kind: 'column', column: columnIn(scope.table, value), of: 'row' }
  }
  const path = Array.isArray(value) ? value : []
  const [first, second] = path
  if (path.length === 2 && first === '$' && typeof second === 'string') {
    return { kind: 'column', column: columnIn(scope.root, second), of: 'root' }
  }
  if (path.length === 1 && typeof first === 'string') {
    return { kind: 'column', column: columnIn(scope.table, first), of: 'row' }
  }
  throw new RuleError(
    `a column comparison takes a column name or ["$", column], not ${JSON.stringify(value)}`,
  )
}
