import { type Json, JsonNumber } from '../../json/json.js'
import type { ColumnType } from '../../model/model.js'
import { jsonKind } from '../request/read-body.js'
import { outOfBounds } from './read-scalar.js'
import { toInteger } from './scientific.js'
import { parseError } from './validation-error.js'

const INTEGERS: Readonly<Record<string, { bits: bigint; name: string }>> = {
  int2: { bits: 15n, name: 'Int16' },
  int4: { bits: 31n, name: 'Int32' },
  int8: { bits: 63n, name: 'Int64' },
}

const FRACTIONS = new Set(['float4', 'float8', 'numeric', 'money'])

/** Types whose values Hasura knows as text; of all others it knows only that Postgres reads them from text. */
const TEXTS = new Set(['text', 'varchar', 'bpchar', 'char', 'citext', 'name', 'ltree', 'lquery', 'ltxtquery'])

/**
 * Checks a value for a column as far as Hasura does before Postgres sees it: strings always pass, and Postgres
 * reads them; other kinds must fit the type.
 */
export function checkColumnValue(value: Json, type: ColumnType, path: string): Json {
  if (value === null || typeof value === 'string') return value
  if (type.isArray) {
    if (!Array.isArray(value)) throw unexpected('Array', value, path)
    return value.map((item) =>
      Array.isArray(item) ? item : checkColumnValue(item, { ...type, isArray: false }, path),
    )
  }
  return checkScalar(value, type.scalar, path)
}

function checkScalar(value: Json, scalar: string, path: string): Json {
  if (scalar === 'json' || scalar === 'jsonb' || scalar === 'geometry' || scalar === 'geography') return value
  const number = typeof value === 'number' || value instanceof JsonNumber ? String(value) : null
  const integer = INTEGERS[scalar]
  if (integer) {
    if (number === null) throw unexpected(integer.name, value, path, 'Number')
    const whole = toInteger(number)
    const limit = 2n ** integer.bits
    if (whole === null || whole < -limit || whole >= limit) throw outOfBounds(number, path)
    return new JsonNumber(String(whole))
  }
  if (FRACTIONS.has(scalar)) {
    if (number === null) throw unexpected('Scientific', value, path, 'Number')
    return value
  }
  if (scalar === 'bool') {
    if (typeof value !== 'boolean') throw unexpected('Bool', value, path, 'Boolean')
    return value
  }
  if (TEXTS.has(scalar)) throw unexpected('Text', value, path, 'String')
  throw parseError(path, `A string is expected for type: ${scalar}`)
}

function unexpected(name: string, value: Json, path: string, expected = name) {
  return parseError(path, `parsing ${name} failed, expected ${expected}, but encountered ${jsonKind(value)}`)
}
