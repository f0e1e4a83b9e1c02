import sql, { type Sql } from 'sql-template-tag'
import type { ColumnType } from '../model/model.js'
import type { SqlContext } from './sql-context.js'

const BIG_NUMBERS = new Set(['int8', 'numeric', 'float8'])

/** A value as it is, or as text when it is of a type that clients would round and the settings say so. */
export function writtenNumber({ options }: SqlContext, type: ColumnType, value: Sql): Sql {
  if (!options.stringifiesNumbers || !BIG_NUMBERS.has(type.scalar)) return value
  return type.isArray ? sql`(${value})::text[]` : sql`(${value})::text`
}
