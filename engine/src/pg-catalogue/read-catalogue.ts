import { z } from 'zod'
import type { Queryable } from '../database/database.js'
import { type Catalogue, type CatalogueFunction, type CatalogueTable, nameKey } from './catalogue.js'
import { FUNCTIONS_SQL, TABLES_SQL } from './introspection-sql.js'

const name = z.object({ schema: z.string(), name: z.string() })
const type = z.object({
  scalar: z.string(),
  isArray: z.boolean(),
  sql: z.string(),
  kind: z.string(),
  table: name.nullable(),
})
const key = z.object({ constraint: z.string(), columns: z.array(z.string()) })

const tableRow = name.extend({
  kind: z.enum(['table', 'view']),
  description: z.string().nullable(),
  columns: z.array(
    z.object({
      name: z.string(),
      type,
      isNullable: z.boolean(),
      hasDefault: z.boolean(),
      isGenerated: z.boolean(),
      description: z.string().nullable(),
    }),
  ),
  uniqueKeys: z.array(key.extend({ isPrimary: z.boolean() })),
  foreignKeys: z.array(key.extend({ target: name, targetColumns: z.array(z.string()) })),
  updatability: z.number(),
})

const functionRow = name.extend({
  arguments: z.array(z.object({ name: z.string().nullable(), type, hasDefault: z.boolean() })),
  returns: type,
  returnsSet: z.boolean(),
  isVolatile: z.boolean(),
  isAggregate: z.boolean(),
  isVariadic: z.boolean(),
  description: z.string().nullable(),
})

/** Bits of `pg_relation_is_updatable`: one shifted by the command's number in Postgres' parser. */
const CAN = { update: 1 << 2, insert: 1 << 3, delete: 1 << 4 }

/** Reads the whole catalogue with two statements, however many tables there are. */
export async function readCatalogue(database: Queryable): Promise<Catalogue> {
  const tables = z.array(tableRow).parse(await readJson(database, TABLES_SQL))
  const functions = z.array(functionRow).parse(await readJson(database, FUNCTIONS_SQL))
  return {
    tables: new Map(tables.map((row) => [nameKey(row), toTable(row)])),
    functions: groupOverloads(functions.map(toFunction)),
  }
}

async function readJson(database: Queryable, statement: string): Promise<unknown> {
  const { rows } = await database.query<{ catalogue: string }>(statement)
  return JSON.parse(rows[0]?.catalogue ?? '[]')
}

function toTable({ updatability, uniqueKeys, ...row }: z.output<typeof tableRow>): CatalogueTable {
  return {
    ...row,
    uniqueKeys,
    primaryKey: uniqueKeys.find(({ isPrimary }) => isPrimary) ?? null,
    isInsertable: (updatability & CAN.insert) !== 0,
    isUpdatable: (updatability & CAN.update) !== 0,
    isDeletable: (updatability & CAN.delete) !== 0,
  }
}

function toFunction({ returns, returnsSet, ...row }: z.output<typeof functionRow>): CatalogueFunction {
  return { ...row, returns: { ...returns, isSet: returnsSet } }
}

function groupOverloads(functions: readonly CatalogueFunction[]): Map<string, CatalogueFunction[]> {
  const groups = new Map<string, CatalogueFunction[]>()
  for (const fn of functions) groups.set(nameKey(fn), [...(groups.get(nameKey(fn)) ?? []), fn])
  return groups
}
