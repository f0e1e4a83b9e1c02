import type { CatalogueType } from '../pg-catalogue/catalogue.js'

/** What stands on the right of an operator: a value of the column's own type, or of a fixed one. */
type OperandType =
  | 'column'
  | 'columnList'
  | 'boolean'
  | 'text'
  | 'textList'
  | { type: string }
  | { listOf: string }

export interface Operator {
  /** Between the operands; null for the few that are written otherwise. */
  sql: string | null
  operand: OperandType
  /** The types that have it; every type when absent. */
  on?: (type: CatalogueType) => boolean
  /** Only permission rules know it. */
  inRulesOnly?: boolean
}

const isText = ({ scalar, isArray }: CatalogueType) =>
  !isArray && ['text', 'varchar', 'bpchar', 'citext', 'char', 'name'].includes(scalar)
const isJsonb = ({ scalar, isArray }: CatalogueType) => !isArray && scalar === 'jsonb'
const isArray = (type: CatalogueType) => type.isArray
const isLtree = ({ scalar, isArray }: CatalogueType) => !isArray && scalar === 'ltree'
const isContainer = (type: CatalogueType) => isJsonb(type) || isArray(type)

const text = (sql: string): Operator => ({ sql, operand: 'column', on: isText })
const ltree = (sql: string, operand: OperandType): Operator => ({ sql, operand, on: isLtree })
const columns = (sql: string): Operator => ({ sql, operand: 'column', inRulesOnly: true })

/** Every comparison of Hasura over Postgres: where it exists, what it takes and what it is in SQL. */
const OPERATORS = {
  _eq: { sql: '=', operand: 'column' },
  _neq: { sql: '<>', operand: 'column' },
  _gt: { sql: '>', operand: 'column' },
  _lt: { sql: '<', operand: 'column' },
  _gte: { sql: '>=', operand: 'column' },
  _lte: { sql: '<=', operand: 'column' },
  _in: { sql: null, operand: 'columnList' },
  _nin: { sql: null, operand: 'columnList' },
  _is_null: { sql: null, operand: 'boolean' },
  _like: text('like'),
  _nlike: text('not like'),
  _ilike: text('ilike'),
  _nilike: text('not ilike'),
  _similar: text('similar to'),
  _nsimilar: text('not similar to'),
  _regex: text('~'),
  _nregex: text('!~'),
  _iregex: text('~*'),
  _niregex: text('!~*'),
  _contains: { sql: '@>', operand: 'column', on: isContainer },
  _contained_in: { sql: '<@', operand: 'column', on: isContainer },
  _has_key: { sql: '?', operand: 'text', on: isJsonb },
  _has_keys_any: { sql: '?|', operand: 'textList', on: isJsonb },
  _has_keys_all: { sql: '?&', operand: 'textList', on: isJsonb },
  _jsonb_path_exists: { sql: '@?', operand: { type: 'jsonpath' }, on: isJsonb },
  _jsonb_path_match: { sql: '@@', operand: { type: 'jsonpath' }, on: isJsonb },
  _ancestor: ltree('@>', 'column'),
  _ancestor_any: ltree('@>', 'columnList'),
  _descendant: ltree('<@', 'column'),
  _descendant_any: ltree('<@', 'columnList'),
  _matches: ltree('~', { type: 'lquery' }),
  _matches_any: ltree('?', { listOf: 'lquery' }),
  _matches_fulltext: ltree('@', { type: 'ltxtquery' }),
  _ceq: columns('='),
  _cne: columns('<>'),
  _cgt: columns('>'),
  _clt: columns('<'),
  _cgte: columns('>='),
  _clte: columns('<='),
} as const satisfies Record<string, Operator>

export type OperatorName = keyof typeof OPERATORS

export function isOperatorName(name: string): name is OperatorName {
  return Object.hasOwn(OPERATORS, name)
}

export function operatorOf(name: OperatorName): Operator {
  return OPERATORS[name]
}

/** The operators that a client may use on values of `type`. */
export function clientOperators(type: CatalogueType): OperatorName[] {
  return Object.keys(OPERATORS)
    .filter(isOperatorName)
    .filter((name) => {
      const { on, inRulesOnly } = operatorOf(name)
      return !inRulesOnly && (on?.(type) ?? true)
    })
}
