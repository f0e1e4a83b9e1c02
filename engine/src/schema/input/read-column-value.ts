import { type Json, JsonNumber } from '../../json/json.js'
import { jsonKind } from '../../json/json-kind.js'
import type { ColumnType } from '../../model/model.js'
import { outOfBounds } from './read-scalar.js'
import { toInteger } from './scientific.js'
import { parseError } from './validation-error.js'

const INTEGERS: Readonly<Record<string, { bits: bigint; name: string }>> = {
  int2: { bits: 15n, name: 'smallint' },
  int4: { bits: 31n, name: 'integer' },
  int8: { bits: 63n, name: 'bigint' },
}

/** What Hasura's messages call the kind of value that a type takes, and the JSON kind it must be. */
const EXPECTED: Readonly<Record<string, { name: string; kind: string }>> = {
  float4: { name: 'Float expected for input type: real', kind: 'Number' },
  float8: { name: 'Float expected for input type: float8', kind: 'Number' },
  numeric: { name: 'Scientific', kind: 'Number' },
  money: { name: 'Scientific', kind: 'Number' },
  bool: { name: 'Bool', kind: 'Boolean' },
  text: { name: 'Text', kind: 'String' },
  varchar: { name: 'Text', kind: 'String' },
  citext: { name: 'Text', kind: 'String' },
  lquery: { name: 'Text', kind: 'String' },
  ltxtquery: { name: 'Text', kind: 'String' },
  bpchar: { name: 'Char', kind: 'String' },
  char: { name: 'Char', kind: 'String' },
  date: { name: 'Day', kind: 'String' },
  timestamp: { name: 'LocalTime', kind: 'String' },
  timestamptz: { name: 'UTCTime', kind: 'String' },
  uuid: { name: 'UUID', kind: 'String' },
}

/** Types that take JSON of any kind. */
const ANYTHING = new Set(['json', 'jsonb', 'geometry', 'geography'])

const LABEL_PATH =
  'Expecting label path: a sequence of zero or more labels separated by dots, for example L1.L2.L3'

/**
 * Checks a value for a column as far as Hasura does before Postgres sees it: strings always pass, and Postgres
 * reads them; other kinds must fit the type.
 */
export function checkColumnValue(value: Json, type: ColumnType, path: string): Json {
  if (value === null) return value
  if (type.isArray && Array.isArray(value)) {
    return value.map((item) => checkColumnValue(item, { ...type, isArray: false }, path))
  }
  if (type.scalar === 'ltree' && !type.isArray) return checkLabelPath(value, path)
  if (typeof value === 'string') return value
  if (type.isArray) throw unexpected('[]', 'Array', value, path)
  return checkScalar(value, type.scalar, path)
}

function checkLabelPath(value: Json, path: string): Json {
  if (typeof value !== 'string' || value.split('.').includes('')) throw parseError(path, LABEL_PATH)
  return value
}

function checkScalar(value: Json, scalar: string, path: string): Json {
  if (ANYTHING.has(scalar)) return value
  const integer = INTEGERS[scalar]
  if (integer) return checkInteger(value, integer, path)
  const expected = EXPECTED[scalar]
  if (!expected) throw parseError(path, `A string is expected for type: ${scalar}`)
  if (jsonKind(value) !== expected.kind) throw unexpected(expected.name, expected.kind, value, path)
  return value
}

function checkInteger(value: Json, { bits, name }: { bits: bigint; name: string }, path: string): Json {
  if (typeof value !== 'number' && !(value instanceof JsonNumber)) {
    throw unexpected(`Integer expected for input type: ${name}`, 'Number', value, path)
  }
  const text = String(value)
  const whole = toInteger(text)
  const limit = 2n ** bits
  if (whole === null || whole < -limit || whole >= limit) throw outOfBounds(text, path)
  return new JsonNumber(String(whole))
}

function unexpected(name: string, kind: string, value: Json, path: string) {
  return parseError(path, `parsing ${name} failed, expected ${kind}, but encountered ${jsonKind(value)}`)
}
