import type { TableMetadata } from '../metadata/schemas/table.js'
import type { ColumnModel, RootFieldKind, RootFieldName, TableModel } from '../model/model.js'
import type { Naming } from '../model/naming.js'
import { isGraphqlName, scalarName } from '../model/scalar-names.js'
import { type CatalogueColumn, type CatalogueTable, nameKey, showName } from '../pg-catalogue/catalogue.js'
import type { EnumValue } from '../pg-catalogue/read-enum-values.js'
import type { BuildContext } from './build-context.js'
import { checkEnum } from './check-enum.js'

/** @throws Error when the table cannot be part of a GraphQL schema */
export function buildTable(
  metadata: TableMetadata,
  table: CatalogueTable,
  enumValues: readonly EnumValue[] | null,
  naming: Naming,
): TableModel {
  const custom = metadata.configuration?.custom_name
  const graphqlName = custom ?? defaultName(table)
  if (!isGraphqlName(graphqlName))
    throw new Error(
      `cannot include "${table.name}" in the GraphQL schema because it is not a valid GraphQL identifier`,
    )
  const fieldName = custom ?? naming.field(graphqlName)
  const columns = new Map(table.columns.map((column) => buildColumn(column, metadata, naming)))
  refuseSharedNames([...columns.values()])
  return {
    schema: table.schema,
    name: table.name,
    key: nameKey(table),
    graphqlName,
    typeName: custom ?? naming.type(graphqlName),
    fieldName,
    description: describeTable(metadata.configuration?.comment, table),
    rootFields: buildRootFields(fieldName, metadata, naming),
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

function buildColumn(
  column: CatalogueColumn,
  { configuration }: TableMetadata,
  naming: Naming,
): [string, ColumnModel] {
  const typeName = scalarName(column.type)
  const config = configuration?.column_config?.[column.name]
  const custom = config?.custom_name ?? configuration?.custom_column_names?.[column.name]
  const name = custom ?? naming.field(column.name)
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
  { join }: Naming,
): Record<RootFieldKind, RootFieldName> {
  const named = (kind: RootFieldKind, first: string, ...others: string[]): RootFieldName => {
    const custom = configuration?.custom_root_fields?.[kind]
    return { name: custom?.name ?? others.reduce(join, first), comment: custom?.comment }
  }
  return {
    select: named('select', base),
    select_by_pk: named('select_by_pk', base, 'by', 'pk'),
    select_aggregate: named('select_aggregate', base, 'aggregate'),
    select_stream: named('select_stream', base, 'stream'),
    insert: named('insert', 'insert', base),
    insert_one: named('insert_one', 'insert', base, 'one'),
    update: named('update', 'update', base),
    update_by_pk: named('update_by_pk', 'update', base, 'by', 'pk'),
    update_many: named('update_many', 'update', base, 'many'),
    delete: named('delete', 'delete', base),
    delete_by_pk: named('delete_by_pk', 'delete', base, 'by', 'pk'),
  }
}

/** Columns with a foreign key of their own to an enum table take the enum's type. */
export function linkEnumColumns(
  table: TableModel,
  { catalogue, tables, naming }: Pick<BuildContext, 'catalogue' | 'tables' | 'naming'>,
): void {
  for (const { columns, target } of catalogue.tables.get(table.key)?.foreignKeys ?? []) {
    const [name] = columns
    const column = columns.length === 1 && name !== undefined ? table.columns.get(name) : undefined
    const enumTable = tables.get(nameKey(target))
    if (!column || !enumTable?.enumValues) continue
    column.type = {
      ...column.type,
      graphqlName: naming.join(enumTable.typeName, 'enum'),
      enumTable,
      isShownInCapitals: naming.enumValue('a') === 'A',
    }
  }
}
