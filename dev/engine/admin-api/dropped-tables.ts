import { nameKey } from '../catalogue/catalogue.js'
import type { Queryable } from '../database/database.js'
import type { Inconsistency } from '../model/model.js'
import type { EngineState } from '../state/engine-state.js'

interface TrackedTable {
  oid: number
  schema: string
  name: string
}

/** The tracked tables with the numbers that they keep when they are renamed. */
export async function trackedTables(
  database: Queryable,
  { loaded }: Pick<EngineState, 'loaded'>,
): Promise<TrackedTable[]> {
  const names = loaded.metadata.sources.flatMap(({ tables }) => tables.map(({ table }) => table))
  const { rows } = await database.query<TrackedTable>(
    `SELECT c.oid::int8::float8 AS oid, n.nspname::text AS schema, c.relname::text AS name
     FROM pg_catalog.pg_class AS c
     JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
     JOIN json_to_recordset($1::json) AS tracked (schema text, name text)
       ON tracked.schema = n.nspname AND tracked.name = c.relname`,
    [JSON.stringify(names)],
  )
  return rows
}

/** Keys of those tables that have another name now. */
export async function renamedTables(
  database: Queryable,
  tables: readonly TrackedTable[],
): Promise<ReadonlySet<string>> {
  const { rows } = await database.query<TrackedTable>(
    `SELECT before.schema, before.name FROM json_to_recordset($1::json) AS before (oid int8, schema text, name text)
     JOIN pg_catalog.pg_class AS c ON c.oid = before.oid
     JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
     WHERE (before.schema, before.name) <> (n.nspname, c.relname)`,
    [JSON.stringify(tables)],
  )
  return new Set(rows.map(nameKey))
}

/**
 * Leaves out tables that are gone, and what was theirs: that goes with them. Only what other tables have to do with
 * them stands in the way. A table with another name is not gone.
 */
export function withoutDropped(
  misfits: readonly Inconsistency[],
  renamed: ReadonlySet<string>,
): Inconsistency[] {
  const dropped = misfits.filter(
    ({ type, definition }) => type === 'table' && !isRenamed(definition, renamed),
  )
  return misfits.filter(
    ({ path }) => !dropped.some((table) => table.path?.every((step, index) => step === path?.[index])),
  )
}

function isRenamed(definition: unknown, renamed: ReadonlySet<string>): boolean {
  if (typeof definition !== 'object' || definition === null) return false
  return renamed.has(
    nameKey({
      schema: String(Reflect.get(definition, 'schema')),
      name: String(Reflect.get(definition, 'name')),
    }),
  )
}
