import type {
  ArrayRelationshipMetadata,
  ObjectRelationshipMetadata,
} from '../metadata/schemas/relationship.js'
import type { ColumnModel, Relationship, TableModel } from '../model/model.js'
import { UntrackedTable } from '../model/untracked-table.js'
import { type Catalogue, nameKey, showName } from '../pg-catalogue/catalogue.js'
import type { Known } from './build-context.js'
import { refuseTakenNames } from './refuse-taken-names.js'

type RelationshipMetadata = ObjectRelationshipMetadata | ArrayRelationshipMetadata
type ForeignKey = ObjectRelationshipMetadata['using']['foreign_key_constraint_on']
type Manual = NonNullable<RelationshipMetadata['using']['manual_configuration']>
type Join = Pick<Relationship, 'target' | 'mapping' | 'isNullable' | 'insertBefore'>

/** @throws Error when the key or the table behind the relationship does not exist */
export function buildRelationship(
  kind: Relationship['kind'],
  metadata: RelationshipMetadata,
  source: TableModel,
  known: Known,
): Relationship {
  const { foreign_key_constraint_on: key, manual_configuration: manual } = metadata.using
  refuseTakenNames(source, { name: metadata.name, returnsRows: kind === 'array' }, known.naming)
  const join = manual ? joinManually(manual, source, known) : joinByKey(key, source, known)
  return { name: metadata.name, kind, source, description: metadata.comment ?? null, ...join }
}

function joinManually(manual: Manual, source: TableModel, { tables }: Known): Join {
  const target = findTable(manual.remote_table, tables)
  return {
    target,
    mapping: Object.entries(manual.column_mapping).map(([from, to]) => ({
      from: findColumn(source, from),
      to: findColumn(target, to),
    })),
    isNullable: true,
    insertBefore: manual.insertion_order !== 'after_parent',
  }
}

function joinByKey(key: ForeignKey, source: TableModel, known: Known): Join {
  if (key === undefined) throw new Error('the relationship has neither a foreign key nor a mapping')
  if (typeof key === 'string') return joinOwnKey([key], source, known)
  if (Array.isArray(key)) return joinOwnKey(key, source, known)
  const owner = known.tables.get(nameKey(key.table))
  if (!owner) throw new Error(`table "${showName(key.table)}" does not exist in source: default`)
  return joinForeignKeyOf(owner, key.columns, source, known)
}

function joinOwnKey(columns: readonly string[], source: TableModel, { tables, catalogue }: Known): Join {
  const key = findForeignKey(catalogue, source, columns)
  const target = findTable(key.target, tables)
  const mapping = key.columns.map((from, index) => ({
    from: findColumn(source, from),
    to: findColumn(target, key.targetColumns[index] ?? ''),
  }))
  return { target, mapping, isNullable: mapping.some(({ from }) => from.isNullable), insertBefore: true }
}

/** The other table holds the key: an array relationship, or the far side of a one-to-one. */
function joinForeignKeyOf(
  target: TableModel,
  columns: readonly string[],
  source: TableModel,
  { catalogue }: Known,
): Join {
  const key = findForeignKey(catalogue, target, columns, source)
  const mapping = key.columns.map((to, index) => ({
    from: findColumn(source, key.targetColumns[index] ?? ''),
    to: findColumn(target, to),
  }))
  return { target, mapping, isNullable: true, insertBefore: false }
}

function findForeignKey(
  catalogue: Catalogue,
  owner: TableModel,
  columns: readonly string[],
  target?: TableModel,
) {
  const wanted = [...columns].sort().join()
  const key = catalogue.tables
    .get(owner.key)
    ?.foreignKeys.find(
      (candidate) =>
        [...candidate.columns].sort().join() === wanted &&
        (!target || nameKey(candidate.target) === target.key),
    )
  if (key) return key
  for (const column of columns) findColumn(owner, column)
  throw new Error(
    `no foreign constraint exists on the given column(s)${target ? ` to table "${showName(target)}"` : ''}`,
  )
}

function findTable(name: { schema: string; name: string }, tables: Known['tables']): TableModel {
  const table = tables.get(nameKey(name))
  if (!table) throw new UntrackedTable(name)
  return table
}

function findColumn(table: TableModel, name: string): ColumnModel {
  const column = table.columns.get(name)
  if (!column) throw new Error(`"${name}" does not exist in table "${showName(table)}"`)
  return column
}
