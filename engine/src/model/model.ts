import type { Json } from '../json/json.js'
import type { ActionMetadata } from '../metadata/schemas/action.js'
import type { CustomObjectMetadata, CustomTypesMetadata } from '../metadata/schemas/custom-types.js'
import type { MetadataPath } from '../metadata/source-positions.js'
import type { CatalogueFunction, CatalogueType, Name } from '../pg-catalogue/catalogue.js'
import type { EnumValue } from '../pg-catalogue/read-enum-values.js'
import type { Naming } from './naming.js'
import type { TablePermissions } from './permission.js'

/** What the metadata means for the database at hand: names resolved, relationships joined, rules checked. */
export interface Model {
  tables: ReadonlyMap<string, TableModel>
  functions: readonly TrackedFunction[]
  actions: readonly ActionMetadata[]
  customTypes: CustomTypesMetadata
  /** Relationships of the actions' output types, by type name. */
  outputRelationships: ReadonlyMap<string, readonly OutputRelationship[]>
  /** Every role that some permission names, and the inherited ones. */
  roles: ReadonlySet<string>
  inheritedRoles: ReadonlyMap<string, readonly string[]>
  introspectionDisabledFor: ReadonlySet<string>
  naming: Naming
  inconsistencies: readonly Inconsistency[]
}

/** A part of the metadata that does not fit the database; the engine serves without it. */
export interface Inconsistency {
  /** Where in the metadata; null when nothing there is wrong by itself and nothing has to be left out. */
  path: MetadataPath | null
  type: string
  /** Its own, without that of the table it belongs to; of a permission the role's. */
  name: string
  reason: string
  definition?: unknown
  /** What a role could not inherit. */
  entity?: unknown
  /** The definitions of all that cannot be beside each other. */
  conflicts?: readonly unknown[]
}

export interface TableModel extends Name {
  key: string
  /** Its name before any convention: `schema_name`, or the custom one. */
  graphqlName: string
  /** The beginning of the names of its types. */
  typeName: string
  /** The beginning of its names that are not of types. */
  fieldName: string
  description: string | null
  rootFields: Readonly<Record<RootFieldKind, RootFieldName>>
  columns: ReadonlyMap<string, ColumnModel>
  /** Columns that identify a row, in key order; null for views and tables without a key. */
  primaryKey: readonly ColumnModel[] | null
  uniqueKeys: readonly { constraint: string; columns: readonly string[] }[]
  relationships: Map<string, Relationship>
  computedFields: Map<string, ComputedField>
  permissions: Map<string, TablePermissions>
  /** The values of an enum table; null for ordinary tables. */
  enumValues: readonly EnumValue[] | null
  isInsertable: boolean
  isUpdatable: boolean
  isDeletable: boolean
}

export type RootFieldKind =
  | 'select'
  | 'select_by_pk'
  | 'select_aggregate'
  | 'select_stream'
  | 'insert'
  | 'insert_one'
  | 'update'
  | 'update_by_pk'
  | 'update_many'
  | 'delete'
  | 'delete_by_pk'

export interface RootFieldName {
  name: string
  /** Replaces the standard description; an empty one leaves none. */
  comment: string | null | undefined
}

export interface ColumnModel {
  name: string
  /** Null for a column whose name is not legal in GraphQL; it stays out of the schema. */
  graphqlName: string | null
  type: ColumnType
  isNullable: boolean
  isGenerated: boolean
  description: string | null
}

export interface ColumnType extends CatalogueType {
  graphqlName: string
  /** Set when the column refers to an enum table. */
  enumTable: TableModel | null
  /** Clients see its values, which are those of the enum, in capitals. */
  isShownInCapitals?: boolean
}

export interface Relationship {
  name: string
  kind: 'object' | 'array'
  source: TableModel
  target: TableModel
  mapping: readonly { from: ColumnModel; to: ColumnModel }[]
  /** Whether the database promises that the related row exists. */
  isNullable: boolean
  /** Whether a nested insert writes the related row before the row itself. */
  insertBefore: boolean
  description: string | null
}

/** A function over the rows of a table, shown as a field of them. */
export interface ComputedField {
  name: string
  table: TableModel
  call: FunctionCall
  /** The table whose rows it returns; null when it returns a scalar. */
  returns: { table: TableModel } | { type: ColumnType }
  description: string | null
}

/** How a Postgres function is called from GraphQL. */
export interface FunctionCall {
  fn: CatalogueFunction
  parameters: readonly FunctionParameter[]
}

export type FunctionParameter =
  | { kind: 'table' }
  | { kind: 'session'; name: string | null }
  | { kind: 'client'; name: string | null; graphqlName: string; type: ColumnType; hasDefault: boolean }

/** What a client gives a function. */
export type FunctionArguments = ReadonlyMap<FunctionParameter, Json>

/** A function with root fields of its own. */
export interface TrackedFunction extends Name {
  call: FunctionCall
  table: TableModel
  isMutation: boolean
  returnsSet: boolean
  names: { select: string; aggregate: string }
  /** The type of its `args`; its aggregates share it. */
  argumentsType: string
  roles: ReadonlySet<string>
  description: string | null
}

/** A relationship from the answer of an action to a table. */
export interface OutputRelationship {
  name: string
  kind: 'object' | 'array'
  object: CustomObjectMetadata
  target: TableModel
  mapping: readonly { field: string; to: ColumnModel }[]
}
