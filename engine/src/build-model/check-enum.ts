import { isGraphqlName } from '../model/scalar-names.js'
import { type CatalogueTable, showName } from '../pg-catalogue/catalogue.js'
import type { EnumValue } from '../pg-catalogue/read-enum-values.js'

/** The values of an enum table. @throws Error when its rows cannot be values of a GraphQL enum */
export function checkEnum(table: CatalogueTable, values: readonly EnumValue[]): readonly EnumValue[] {
  const reject = (reason: string) =>
    new Error(`the table "${showName(table)}" cannot be used as an enum because ${reason}`)
  const key = table.primaryKey?.columns
  if (!key) throw reject('the table must have a primary key')
  if (key.length !== 1) throw reject('the table’s primary key must not span multiple columns')
  const isText = table.columns.every(({ type }) => type.scalar === 'text' && !type.isArray)
  if (table.columns.length > 2)
    throw reject('the table must have exactly one primary key and optionally one comment column')
  if (!isText) throw reject('the columns must be of type text')
  if (values.length === 0) throw reject('the table must have at least one row')
  const illegal = values.filter(
    ({ value }) => !isGraphqlName(value) || ['true', 'false', 'null'].includes(value),
  )
  if (illegal.length > 0) {
    throw reject(
      `the table contains values that are not legal GraphQL names: ${illegal.map(({ value }) => value).join(', ')}`,
    )
  }
  return values
}
