import { z } from 'zod'
import type { Queryable } from '../../database/database.js'
import { parseJson } from '../../json/parse-json.js'
import type { Name } from '../../pg-catalogue/catalogue.js'

/** Tables and columns by what stays when they are renamed. */
export type SchemaSnapshot = ReadonlyMap<string, TableSnapshot>

export interface TableSnapshot extends Name {
  /** Names by position. */
  columns: ReadonlyMap<string, string>
}

const row = z.object({ oid: z.string(), schema: z.string(), name: z.string(), columns: z.string() })
const columnNames = z.record(z.string(), z.string())

const SNAPSHOT = `
  SELECT c.oid::text AS oid, n.nspname::text AS schema, c.relname::text AS name,
    (SELECT coalesce(json_object_agg(a.attnum::text, a.attname), '{}')::text FROM pg_attribute a
      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm')
    AND n.nspname NOT IN ('information_schema', 'hdb_catalog') AND n.nspname NOT LIKE 'pg\\_%'`

export async function readSchemaSnapshot(database: Queryable): Promise<SchemaSnapshot> {
  const { rows } = await database.query(SNAPSHOT)
  return new Map(
    rows.map((found) => {
      const { oid, schema, name, columns } = row.parse(found)
      return [oid, { schema, name, columns: new Map(Object.entries(columnNames.parse(parseJson(columns)))) }]
    }),
  )
}
