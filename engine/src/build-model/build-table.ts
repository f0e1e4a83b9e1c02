import type { TableMetadata } from '../metadata/schemas/table.js'
import type { ColumnModel, RootFieldKind, RootFieldName, TableModel } from '../model/model.js'
import { isGraphqlName, scalarName } from '../model/scalar-names.js'
import {
  type Catalogue,
  type CatalogueColumn,
  type CatalogueTable,
  nameKey,
  showName,
} from '../pg-catalogue/catalogue.js'
import type { EnumValue } from '../pg-catalogue/read-enum-values.js'
import { checkEnum } from './check-enum.js'

/** @throws Error when the table cannot be part of a GraphQL schema */
export function buildTable(
  metadata: TableMetadata,
  table: CatalogueTable,
  enumValues: readonly EnumValue[] | null,
): TableModel {
  const graphqlName = metadata.configuration?.custom_name ?? defaultName(table)
  if (!isGraphqlName(graphqlName))
    throw new Error(
      `cannot include "${table.name}" in the GraphQL schema because it is not a valid GraphQL identifier`,
    )
  const columns = new Map(table.columns.map((column) => buildColumn(column, metadata)))
  refuseSharedNames([...columns.values()])
  return {
    schema: table.schema,
    name: table.name,
    key: nameKey(table),
    graphqlName,
    description: describeTable(metadata.configuration?.comment, table),
    rootFields: buildRootFields(graphqlName, metadata),
    columns,
    primaryKey: pick(columns, table.primaryKey?.columns),
    uniqueKeys: table.uniqueKeys,
    relationships: new Map(),
    computedFields: new Map(),
    permissions: new Map(),
    enumValues: metadata.is_enum ? checkEnum(table, enumValues ?? []) : null,
    isInsertable: table.isInsertable,
    isUpdatable: table.isUpdatable,
    isDeletable: table.isDeletable,
  }
}

/** An explicit comment counts, even an empty one, which stands for none. */
function describeTable(comment: string | null | undefined, table: CatalogueTable): string | null {
  return comment
    ? comment
    : comment === ''
      ? null
      : (table.description ?? `columns and relationships of "${showName(table)}"`)
}

function defaultName({ schema, name }: CatalogueTable): string {
  return schema === 'public' ? name : `${schema}_${name}`
}

function buildColumn(column: CatalogueColumn, { configuration }: TableMetadata): [string, ColumnModel] {
  const typeName = scalarName(column.type)
  const config = configuration?.column_config?.[column.name]
  const name = config?.custom_name ?? configuration?.custom_column_names?.[column.name] ?? column.name
  const model: ColumnModel = {
    name: column.name,
    graphqlName: typeName !== null && isGraphqlName(name) ? name : null,
    type: { ...column.type, graphqlName: typeName ?? '', enumTable: null },
    isNullable: column.isNullable,
    isGenerated: column.isGenerated,
    description: (config?.comment ?? column.description) || null,
  }
  return [column.name, model]
}

function refuseSharedNames(columns: readonly ColumnModel[]): void {
  for (const [index, { name, graphqlName }] of columns.entries()) {
    const other = columns.slice(0, index).find((column) => column.graphqlName === graphqlName)
    if (other && graphqlName !== null) {
      throw new Error(`the columns "${other.name}" and "${name}" have the same name "${graphqlName}"`)
    }
  }
}

function pick(
  columns: ReadonlyMap<string, ColumnModel>,
  names: readonly string[] | undefined,
): ColumnModel[] | null {
  const picked = (names ?? []).flatMap((name) => columns.get(name) ?? [])
  return names && picked.length === names.length ? picked : null
}

function buildRootFields(
  base: string,
  { configuration }: TableMetadata,
): Record<RootFieldKind, RootFieldName> {
  const named = (kind: RootFieldKind, standard: string): RootFieldName => {
    const custom = configuration?.custom_root_fields?.[kind]
    return { name: custom?.name ?? standard, comment: custom?.comment }
  }
  return {
    select: named('select', base),
    select_by_pk: named('select_by_pk', `${base}_by_pk`),
    select_aggregate: named('select_aggregate', `${base}_aggregate`),
    select_stream: named('select_stream', `${base}_stream`),
    insert: named('insert', `insert_${base}`),
    insert_one: named('insert_one', `insert_${base}_one`),
    update: named('update', `update_${base}`),
    update_by_pk: named('update_by_pk', `update_${base}_by_pk`),
    update_many: named('update_many', `update_${base}_many`),
    delete: named('delete', `delete_${base}`),
    delete_by_pk: named('delete_by_pk', `delete_${base}_by_pk`),
  }
}

/** Columns with a foreign key of their own to an enum table take the enum's type. */
export function linkEnumColumns(
  table: TableModel,
  catalogue: Catalogue,
  tables: ReadonlyMap<string, TableModel>,
): void {
  for (const { columns, target } of catalogue.tables.get(table.key)?.foreignKeys ?? []) {
    const [name] = columns
    const column = columns.length === 1 && name !== undefined ? table.columns.get(name) : undefined
    const enumTable = tables.get(nameKey(target))
    if (!column || !enumTable?.enumValues) continue
    column.type = { ...column.type, graphqlName: `${enumTable.graphqlName}_enum`, enumTable }
  }
}
