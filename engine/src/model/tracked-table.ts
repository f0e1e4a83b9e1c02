import type { TableMetadata } from '../metadata/schemas/table.js'
import type { MetadataPath } from '../metadata/source-positions.js'
import type { Inconsistency, TableModel } from './model.js'

/** A table of the metadata that the database has. */
export interface TrackedTable {
  metadata: TableMetadata
  path: MetadataPath
  sourceName: string
  model: TableModel
}

/** How inconsistencies speak of a part of a table's metadata: like the command that creates it. */
export function tablePart(
  { metadata: { table }, sourceName }: TrackedTable,
  type: string,
  entry: { name?: string; role?: string; comment?: string | null | undefined },
): Pick<Inconsistency, 'type' | 'name' | 'definition'> {
  return {
    type,
    name: entry.name ?? entry.role ?? '',
    definition: { comment: null, ...entry, source: sourceName, table },
  }
}
