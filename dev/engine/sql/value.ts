import sql, { raw, type Sql } from 'sql-template-tag'
import { isJsonObject, type Json, JsonNumber, stringifyJson } from '../json/json.js'
import type { ColumnType } from '../model/model.js'

type TypedValue = Pick<ColumnType, 'scalar' | 'isArray' | 'sql'>

/** A value as a parameter of the statement, cast to the type that Postgres shall read it as. */
export function typedValue(value: Json, type: TypedValue): Sql {
  return sql`(${encode(value, type)})::${raw(type.sql)}`
}

/** Several values of a type as one array parameter. */
export function typedArray(values: readonly Json[], type: TypedValue): Sql {
  return sql`(${values.map((value) => encode(value, type))})::${raw(`${type.sql}[]`)}`
}

/** The text of a session variable, to be read as `type`. */
export function sessionValue(text: string, type: TypedValue, isList = false): Sql {
  return sql`(${text})::${raw(isList ? `${type.sql}[]` : type.sql)}`
}

type Encoded = null | string | boolean | number | Encoded[]

function encode(value: Json, type: TypedValue): Encoded {
  if (value === null) return null
  if (type.isArray && Array.isArray(value)) return value.map((item) => encode(item, type))
  if (type.scalar === 'json' || type.scalar === 'jsonb') {
    // A string in place of a jsonb array is Postgres' own array literal.
    return type.isArray && typeof value === 'string' ? value : stringifyJson(value)
  }
  if (value instanceof JsonNumber) return value.text
  return Array.isArray(value) || isJsonObject(value) ? stringifyJson(value) : value
}
