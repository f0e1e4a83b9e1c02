import type { Metadata } from '../metadata/metadata.js'
import type { CustomObjectMetadata, CustomRelationshipMetadata } from '../metadata/schemas/custom-types.js'
import type { InconsistencyCollector } from '../model/inconsistency-collector.js'
import type { OutputRelationship, TableModel } from '../model/model.js'
import { nameKey, showName } from '../pg-catalogue/catalogue.js'
import { FAILED_BECAUSE } from './check-custom-types.js'

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
  const remote = `remote table "${showName(entry.remote_table)}"`
  const subject = `for relationship "${entry.name}"`
  const type = `object type "${object.name}"`
  if (!target) throw new Error(`${FAILED_BECAUSE} the ${remote} ${subject} of ${type} does not exist`)
  const mapping = Object.entries(entry.field_mapping).map(([field, columnName]) => {
    const to = target.columns.get(columnName)
    if (!object.fields.some(({ name }) => name === field))
      throw new Error(`${FAILED_BECAUSE} the field "${field}" ${subject} in ${type} does not exist`)
    if (!to)
      throw new Error(
        `${FAILED_BECAUSE} the column "${columnName}" of ${remote} ${subject} of ${type} does not exist`,
      )
    return { field, to }
  })
  return { name: entry.name, kind: entry.type, object, target, mapping }
}
