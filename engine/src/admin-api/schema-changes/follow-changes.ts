import { isJsonObject, type JsonObject } from '../../json/json.js'
import { qualifiedName } from '../../metadata/schemas/common.js'
import type { TableModel } from '../../model/model.js'
import { nameKey } from '../../pg-catalogue/catalogue.js'
import { listAt } from '../edits/metadata-json.js'
import type { SchemaChanges } from './compare-snapshots.js'
import { renameInRelationship } from './rename-in-relationship.js'
import { type RenameScope, renameInRule } from './rename-in-rule.js'
import { renameColumnsAt, renameKeysAt, renameTable, renameValuesAt } from './rename-names.js'

const PERMISSIONS = ['select', 'insert', 'update', 'delete'].map((kind) => `${kind}_permissions`)
const RELATIONSHIPS = ['object_relationships', 'array_relationships']

/**
 * Gives metadata the names that tables and columns have now, and takes out the tables that are gone.
 *
 * @param tables the tracked tables as they were before
 */
export function followChanges(
  metadata: JsonObject,
  tables: ReadonlyMap<string, TableModel>,
  changes: SchemaChanges,
): void {
  for (const source of listAt(metadata, 'sources').filter(isJsonObject)) {
    const tracked = listAt(source, 'tables').filter(isJsonObject)
    source['tables'] = tracked.filter((entry) => {
      const name = qualifiedName.safeParse(entry['table'])
      return !name.success || !changes.isDropped(name.data)
    })
    if (!changes.hasRenames) continue
    for (const entry of tracked) renameInTable(entry, tables, changes)
  }
  if (changes.hasRenames) renameInCustomTypes(metadata, changes)
}

function renameInTable(
  entry: JsonObject,
  tables: ReadonlyMap<string, TableModel>,
  changes: SchemaChanges,
): void {
  const name = qualifiedName.safeParse(entry['table'])
  const table = name.success ? tables.get(nameKey(name.data)) : undefined
  if (!table) return
  const scope: RenameScope = { table, root: table, tables, changes }
  for (const key of RELATIONSHIPS) {
    for (const relationship of objectsAt(entry, key)) renameInRelationship(relationship, table, changes)
  }
  for (const key of PERMISSIONS) {
    for (const { permission } of objectsAt(entry, key)) {
      if (permission !== undefined && isJsonObject(permission)) renameInPermission(permission, scope)
    }
  }
  for (const { definition } of objectsAt(entry, 'event_triggers')) {
    if (definition !== undefined && isJsonObject(definition)) renameInOperations(definition, table, changes)
  }
  const { configuration } = entry
  if (configuration !== undefined && isJsonObject(configuration)) {
    for (const key of ['column_config', 'custom_column_names'])
      renameKeysAt(configuration, key, table, changes)
  }
  entry['table'] = renameTable(entry['table'], changes)
}

function renameInPermission(permission: JsonObject, scope: RenameScope): void {
  for (const key of ['filter', 'check']) {
    const rule = permission[key]
    if (rule !== undefined) permission[key] = renameInRule(rule, scope)
  }
  renameColumnsAt(permission, 'columns', scope.table, scope.changes)
  renameKeysAt(permission, 'set', scope.table, scope.changes)
}

function renameInOperations(definition: JsonObject, table: TableModel, changes: SchemaChanges): void {
  for (const operation of Object.values(definition).filter(isJsonObject)) {
    for (const key of ['columns', 'payload']) renameColumnsAt(operation, key, table, changes)
  }
}

/** The relationships of actions' output types. */
function renameInCustomTypes(metadata: JsonObject, changes: SchemaChanges): void {
  const types = metadata['custom_types']
  if (types === undefined || !isJsonObject(types)) return
  for (const relationship of objectsAt(types, 'objects').flatMap((object) =>
    objectsAt(object, 'relationships'),
  )) {
    const name = qualifiedName.safeParse(relationship['remote_table'])
    if (!name.success) continue
    renameValuesAt(relationship, 'field_mapping', name.data, changes)
    relationship['remote_table'] = renameTable(relationship['remote_table'], changes)
  }
}

function objectsAt(parent: JsonObject, key: string): JsonObject[] {
  const list = parent[key]
  return Array.isArray(list) ? list.filter(isJsonObject) : []
}
