/** What a Postgres database holds, as far as a GraphQL schema can be made of it. */
export interface Catalogue {
  tables: ReadonlyMap<string, CatalogueTable>
  /** All functions, overloads side by side under one key. */
  functions: ReadonlyMap<string, readonly CatalogueFunction[]>
}

export interface Name {
  schema: string
  name: string
}

/** One string for a qualified name, as key of a map. */
export function nameKey({ schema, name }: Name): string {
  return JSON.stringify([schema, name])
}

/** How Hasura writes a qualified name in messages: without its schema where that is `public`. */
export function showName({ schema, name }: Name): string {
  return schema === 'public' ? name : `${schema}.${name}`
}

export interface CatalogueTable extends Name {
  kind: 'table' | 'view'
  description: string | null
  columns: CatalogueColumn[]
  primaryKey: CatalogueKey | null
  /** Unique constraints, the primary key among them. */
  uniqueKeys: CatalogueKey[]
  foreignKeys: CatalogueForeignKey[]
  isInsertable: boolean
  isUpdatable: boolean
  isDeletable: boolean
}

interface CatalogueKey {
  constraint: string
  columns: string[]
}

interface CatalogueForeignKey extends CatalogueKey {
  target: Name
  targetColumns: string[]
}

export interface CatalogueType {
  /** Postgres' short name, of the base type of a domain and of the elements of an array: `int4`. */
  scalar: string
  isArray: boolean
  /** The type in SQL, quoted and qualified by Postgres itself: `integer[]`. */
  sql: string
  /** One letter of pg_type: `e` is an enum, `c` a row type. */
  kind: string
}

export interface CatalogueColumn {
  name: string
  type: CatalogueType
  isNullable: boolean
  hasDefault: boolean
  /** Postgres computes the value: a generated column or a GENERATED ALWAYS identity. */
  isGenerated: boolean
  description: string | null
}

export interface CatalogueFunction extends Name {
  arguments: CatalogueArgument[]
  returns: CatalogueType & { table: Name | null; isSet: boolean }
  isVolatile: boolean
  isAggregate: boolean
  isVariadic: boolean
  description: string | null
}

interface CatalogueArgument {
  name: string | null
  type: CatalogueType & { table: Name | null }
  hasDefault: boolean
}
