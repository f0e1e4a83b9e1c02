import { isJsonObject, type Json, type JsonObject } from '../../json/json.js'
import { qualifiedName } from '../../metadata/schemas/common.js'
import { type Name, nameKey } from '../../pg-catalogue/catalogue.js'
import type { SchemaChanges } from './compare-snapshots.js'

/** A table's name in either of its forms; a renamed one is given with its schema. */
export function renameTable(name: Json | undefined, changes: SchemaChanges): Json {
  const parsed = qualifiedName.safeParse(name)
  if (!parsed.success) return name ?? null
  const now = changes.table(parsed.data)
  return nameKey(now) === nameKey(parsed.data) ? (name ?? null) : { schema: now.schema, name: now.name }
}

/** Columns in a list; `*` stays. */
export function renameColumns(names: readonly Json[], table: Name, changes: SchemaChanges): Json[] {
  return names.map((name) => (typeof name === 'string' ? changes.column(table, name) : name))
}

/** The list under a key, if it is one. */
export function renameColumnsAt(object: JsonObject, key: string, table: Name, changes: SchemaChanges): void {
  const names = object[key]
  if (Array.isArray(names)) object[key] = renameColumns(names, table, changes)
}

/** The keys of the object under a key, if it is one. */
export function renameKeysAt(object: JsonObject, key: string, table: Name, changes: SchemaChanges): void {
  const value = object[key]
  if (value === undefined || !isJsonObject(value)) return
  object[key] = Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [changes.column(table, name), entry]),
  )
}

/** The values of the object under a key, if it is one. */
export function renameValuesAt(object: JsonObject, key: string, table: Name, changes: SchemaChanges): void {
  const value = object[key]
  if (value === undefined || !isJsonObject(value)) return
  object[key] = Object.fromEntries(
    Object.entries(value).map(([name, column]) => [
      name,
      typeof column === 'string' ? changes.column(table, column) : column,
    ]),
  )
}
