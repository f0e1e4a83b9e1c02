import { qualifiedName } from '../metadata/schemas/common.js'
import { allOf, type BoolExp } from '../model/bool-exp.js'
import type { TableModel } from '../model/model.js'
import { nameKey } from '../pg-catalogue/catalogue.js'
import { parseAggregateRule } from './parse-aggregate-rule.js'
import { parseComparisons } from './parse-comparison.js'
import { RuleError } from './rule-error.js'
import { entriesOf, itemsOf, operatorKey } from './rule-value.js'

export interface RuleScope {
  /** The table that the rule is about now. */
  table: TableModel
  /** The table of the permission itself, which `["$", column]` refers to. */
  root: TableModel
  tables: ReadonlyMap<string, TableModel>
}

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
  switch (operatorKey(key)) {
    case '_and':
      return allOf(...itemsOf(value).map((rule) => parseRule(rule, scope)))
    case '_or':
      return { kind: 'or', any: itemsOf(value).map((rule) => parseRule(rule, scope)) }
    case '_not':
      return { kind: 'not', not: parseRule(value, scope) }
    case '_exists':
      return parseExists(value, scope)
    default:
      return parseField(key, value, scope)
  }
}

function parseExists(value: unknown, scope: RuleScope): BoolExp {
  const parts = new Map(entriesOf(value).map(([key, part]) => [operatorKey(key), part]))
  const name = qualifiedName.safeParse(parts.get('_table'))
  const table = name.success ? scope.tables.get(nameKey(name.data)) : undefined
  if (!table) throw new RuleError(`_exists names an unknown table: ${JSON.stringify(parts.get('_table'))}`)
  return { kind: 'exists', table, where: parseRule(parts.get('_where') ?? {}, { ...scope, table }) }
}

function parseField(name: string, value: unknown, scope: RuleScope): BoolExp {
  const { table } = scope
  const column = table.columns.get(name)
  if (column)
    return parseComparisons({ kind: 'column', column, condition: null, castToText: false }, value, scope)
  const relationship = table.relationships.get(name)
  if (relationship) {
    const where = parseRule(value, { ...scope, table: relationship.target })
    return { kind: 'related', relationship, where }
  }
  const field = table.computedFields.get(name)
  if (field && 'type' in field.returns) {
    return parseComparisons({ kind: 'computed', field, condition: null, castToText: false }, value, scope)
  }
  if (field && 'table' in field.returns) {
    return { kind: 'computedRows', field, where: parseRule(value, { ...scope, table: field.returns.table }) }
  }
  const aggregated = table.relationships.get(name.replace(/_aggregate$/, ''))
  if (aggregated?.kind === 'array' && name.endsWith('_aggregate'))
    return parseAggregateRule(aggregated, value, scope)
  throw new RuleError(`"${name}" does not exist`)
}
