import sql, { raw, type Sql } from 'sql-template-tag'
import { isJsonObject, type Json, JsonNumber, stringifyJson } from '../json/json.js'
import { LateParameter } from '../late/late-parameter.js'
import { LateJson } from '../late/late-variable.js'
import type { ColumnType } from '../model/model.js'

type TypedValue = Pick<ColumnType, 'scalar' | 'isArray' | 'sql'>

/** A value as a parameter of the statement, cast to the type that Postgres shall read it as. */
export function typedValue(value: Json, type: TypedValue): Sql {
  const parameter =
    value instanceof LateJson
      ? new LateParameter((values) => encode(value.valueIn(values), type))
      : encode(value, type)
  return sql`(${parameter})::${raw(type.sql)}`
}

/** Several values of a type as one array parameter. */
export function typedArray(values: readonly Json[], type: TypedValue): Sql {
  return sql`(${values.map((value) => encode(value, type))})::${raw(`${type.sql}[]`)}`
}

/** The text of a session variable, to be read as `type`. */
export function sessionValue(text: string | LateParameter, type: TypedValue, isList = false): Sql {
  return sql`(${text})::${raw(isList ? `${type.sql}[]` : type.sql)}`
}

type Encoded = null | string | boolean | number | Encoded[]

function encode(value: Json, type: TypedValue): Encoded {
  if (value === null) return null
  if (type.isArray && Array.isArray(value)) return value.map((item) => encodeItem(item, type))
  // A string in place of an array is Postgres' own array literal.
  if (isJson(type) && !(type.isArray && typeof value === 'string')) return stringifyJson(value)
  if (value instanceof JsonNumber) return value.text
  return Array.isArray(value) || isJsonObject(value) ? stringifyJson(value) : value
}

/** Among the items of a json array a string may be JSON that somebody wrote out. */
function encodeItem(item: Json, type: TypedValue): Encoded {
  if (!isJson(type) || item === null) return encode(item, type)
  return typeof item === 'string' && isJsonText(item) ? item : stringifyJson(item)
}

function isJson({ scalar }: TypedValue): boolean {
  return scalar === 'json' || scalar === 'jsonb'
}

function isJsonText(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
