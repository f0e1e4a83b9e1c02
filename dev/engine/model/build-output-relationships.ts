import { nameKey, showName } from '../catalogue/catalogue.js'
import type { Metadata } from '../metadata/metadata.js'
import type { CustomObjectMetadata, CustomRelationshipMetadata } from '../metadata/schemas/custom-types.js'
import type { InconsistencyCollector } from './inconsistency-collector.js'
import type { OutputRelationship, TableModel } from './model.js'

/** The relationships from actions' output types to tables, by type name. */
export function buildOutputRelationships(
  { custom_types: { objects } }: Metadata,
  tables: ReadonlyMap<string, TableModel>,
  collector: InconsistencyCollector,
): Map<string, OutputRelationship[]> {
  return new Map(
    objects.map((object, objectIndex) => {
      const built = (object.relationships ?? []).flatMap((entry, index) => {
        const path = ['custom_types', 'objects', objectIndex, 'relationships', index]
        const subject = { path, type: 'custom_types', name: 'custom_types', definition: entry }
        return collector.attempt(subject, () => build(object, entry, tables)) ?? []
      })
      return [object.name, built]
    }),
  )
}

function build(
  object: CustomObjectMetadata,
  entry: CustomRelationshipMetadata,
  tables: ReadonlyMap<string, TableModel>,
): OutputRelationship {
  const target = tables.get(nameKey(entry.remote_table))
  if (!target) throw new Error(`table "${showName(entry.remote_table)}" is not tracked`)
  const mapping = Object.entries(entry.field_mapping).map(([field, columnName]) => {
    const to = target.columns.get(columnName)
    if (!to) throw new Error(`"${columnName}" does not exist in table "${showName(target)}"`)
    if (!object.fields.some(({ name }) => name === field))
      throw new Error(`field "${field}" does not exist in type "${object.name}"`)
    return { field, to }
  })
  return { name: entry.name, kind: entry.type, object, target, mapping }
}
