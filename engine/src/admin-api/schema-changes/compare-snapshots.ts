import { type Name, nameKey } from '../../pg-catalogue/catalogue.js'
import type { SchemaSnapshot, TableSnapshot } from './read-schema-snapshot.js'

/** What statements did to the names of tables and columns. */
export interface SchemaChanges {
  /** The name that a table has now. */
  table(before: Name): Name
  /** The name that a column has now; the table is named as before. */
  column(table: Name, before: string): string
  isDropped(before: Name): boolean
  hasRenames: boolean
}

export function compareSnapshots(before: SchemaSnapshot, after: SchemaSnapshot): SchemaChanges {
  const tables = new Map<string, Name>()
  const columns = new Map<string, ReadonlyMap<string, string>>()
  const dropped = new Set<string>()
  const present = new Set([...after.values()].map(nameKey))
  for (const [oid, table] of before) {
    const now = after.get(oid)
    // A table that was dropped and made again under its name is the same to metadata.
    if (now === undefined && !present.has(nameKey(table))) dropped.add(nameKey(table))
    if (now === undefined) continue
    const renamed = renamedColumns(table, now)
    if (nameKey(now) !== nameKey(table)) tables.set(nameKey(table), { schema: now.schema, name: now.name })
    if (renamed.size > 0) columns.set(nameKey(table), renamed)
  }
  return {
    table: (name) => tables.get(nameKey(name)) ?? name,
    column: (table, name) => columns.get(nameKey(table))?.get(name) ?? name,
    isDropped: (table) => dropped.has(nameKey(table)),
    hasRenames: tables.size > 0 || columns.size > 0,
  }
}

function renamedColumns(before: TableSnapshot, after: TableSnapshot): Map<string, string> {
  const pairs = [...before.columns].map(
    ([position, name]) => [name, after.columns.get(position) ?? name] as const,
  )
  return new Map(pairs.filter(([old, now]) => old !== now))
}
