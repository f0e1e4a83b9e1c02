import { z } from 'zod'
import type { Queryable } from '../database/database.js'
import { quoteIdentifier } from '../database/quote-identifier.js'
import { type CatalogueTable, nameKey } from './catalogue.js'

export interface EnumValue {
  value: string
  comment: string | null
}

const rows = z.array(z.object({ value: z.string(), comment: z.string().nullable() }))

/** The rows of the enum tables, which are the values of their GraphQL enums; one statement for all of them. */
export async function readEnumValues(
  database: Queryable,
  tables: readonly CatalogueTable[],
): Promise<Map<string, EnumValue[]>> {
  if (tables.length === 0) return new Map()
  const selects = tables.map(
    (table, index) => `select ${index} as position, (${valuesOf(table)})::text as rows`,
  )
  const result = await database.query<{ position: number; rows: string }>(selects.join(' union all '))
  return new Map(
    result.rows.flatMap((row) => {
      const table = tables[row.position]
      return table ? [[nameKey(table), rows.parse(JSON.parse(row.rows))]] : []
    }),
  )
}

function valuesOf({ schema, name, columns, primaryKey }: CatalogueTable): string {
  const valueName = primaryKey?.columns[0] ?? ''
  const commentName = columns.find((column) => column.name !== valueName)?.name
  const value = quoteIdentifier(valueName)
  const comment = commentName === undefined ? 'null' : quoteIdentifier(commentName)
  return `select coalesce(json_agg(json_build_object('value', ${value}, 'comment', ${comment}) order by ${value}), '[]')
    from ${quoteIdentifier(schema)}.${quoteIdentifier(name)}`
}
