import { raw, type Sql } from 'sql-template-tag'
import type { Name } from '../pg-catalogue/catalogue.js'

/** Quotes a name for SQL: the only place where a name becomes part of a statement's text. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

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
