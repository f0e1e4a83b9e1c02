import { raw, type Sql } from 'sql-template-tag'
import { quoteIdentifier } from '../database/quote-identifier.js'
import type { Name } from '../pg-catalogue/catalogue.js'

/** A quoted name as a fragment. */
export function identifier(name: string): Sql {
  return raw(quoteIdentifier(name))
}

/** A table or function with its schema. */
export function qualified({ schema, name }: Name): Sql {
  return raw(`${quoteIdentifier(schema)}.${quoteIdentifier(name)}`)
}

/** A column of the row that `alias` stands for. */
export function columnOf(alias: string, column: string): Sql {
  return raw(`${quoteIdentifier(alias)}.${quoteIdentifier(column)}`)
}
