import { isJsonObject, type Json, type JsonObject } from '../../json/json.js'
import { qualifiedName } from '../../metadata/schemas/common.js'
import type { Name } from '../../pg-catalogue/catalogue.js'
import type { SchemaChanges } from './compare-snapshots.js'
import { renameColumns, renameKeysAt, renameTable, renameValuesAt } from './rename-names.js'

/** The relationship of a table, which is named as before, with the names of now. */
export function renameInRelationship(relationship: JsonObject, table: Name, changes: SchemaChanges): void {
  const { using } = relationship
  if (using === undefined || !isJsonObject(using)) return
  const { foreign_key_constraint_on: key, manual_configuration: manual } = using
  if (key !== undefined) using['foreign_key_constraint_on'] = renameInKey(key, table, changes)
  if (manual !== undefined && isJsonObject(manual)) renameInMapping(manual, table, changes)
}

/** A column of the table itself, several, or `{table, column}` of another table. */
function renameInKey(key: Json, table: Name, changes: SchemaChanges): Json {
  if (typeof key === 'string') return changes.column(table, key)
  if (Array.isArray(key)) return renameColumns(key, table, changes)
  if (!isJsonObject(key)) return key
  const owner = qualifiedName.safeParse(key['table'])
  if (!owner.success) return key
  const { column, columns } = key
  return {
    table: renameTable(key['table'], changes),
    ...(column !== undefined && { column: renameInKey(column, owner.data, changes) }),
    ...(columns !== undefined && { columns: renameInKey(columns, owner.data, changes) }),
  }
}

function renameInMapping(manual: JsonObject, table: Name, changes: SchemaChanges): void {
  const target = qualifiedName.safeParse(manual['remote_table'])
  if (target.success) renameValuesAt(manual, 'column_mapping', target.data, changes)
  renameKeysAt(manual, 'column_mapping', table, changes)
  manual['remote_table'] = renameTable(manual['remote_table'], changes)
}
