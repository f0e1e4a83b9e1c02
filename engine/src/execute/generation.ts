import type { Session } from '../auth/session.js'
import { buildModel } from '../build-model/build-model.js'
import type { Queryable } from '../database/database.js'
import type { Metadata } from '../metadata/metadata.js'
import type { Model } from '../model/model.js'
import type { Catalogue } from '../pg-catalogue/catalogue.js'
import { nameKey } from '../pg-catalogue/catalogue.js'
import { readCatalogue } from '../pg-catalogue/read-catalogue.js'
import { readEnumValues } from '../pg-catalogue/read-enum-values.js'
import { buildRoleSchema, type RoleSchema } from '../schema/build-role-schema.js'
import type { SqlOptions } from '../sql/sql-context.js'
import { AllowList } from './allow-list.js'

export interface GenerationOptions extends SqlOptions {
  infersFunctionPermissions: boolean
  enforcesAllowList: boolean
}

export const DEFAULT_OPTIONS: GenerationOptions = {
  stringifiesNumbers: false,
  infersFunctionPermissions: true,
  enforcesAllowList: false,
}

/**
 * One state of metadata and database, and the GraphQL schemas that follow from it.
 *
 * A change of either makes a new generation; requests under way keep theirs.
 */
export class Generation {
  readonly metadata: Metadata
  readonly catalogue: Catalogue
  readonly model: Model
  readonly options: GenerationOptions
  /** Null when everybody may send what they like. */
  readonly allowList: AllowList | null
  readonly #schemas = new Map<string, RoleSchema>()

  constructor(metadata: Metadata, catalogue: Catalogue, model: Model, options: GenerationOptions) {
    this.metadata = metadata
    this.catalogue = catalogue
    this.model = model
    this.options = options
    this.allowList = options.enforcesAllowList ? new AllowList(metadata) : null
  }

  /** The schema of the session's role, built on first use. */
  schemaFor({ role, backendOnly }: Pick<Session, 'role' | 'backendOnly'>): RoleSchema {
    const key = JSON.stringify([role, backendOnly])
    const known = this.#schemas.get(key)
    if (known) return known
    const schema = buildRoleSchema(this.model, role, {
      includesBackendOnly: backendOnly,
      infersFunctionPermissions: this.options.infersFunctionPermissions,
    })
    this.#schemas.set(key, schema)
    return schema
  }
}

/** Reads the database's catalogue and joins it with the metadata; at most three statements. */
export async function buildGeneration(
  metadata: Metadata,
  database: Queryable,
  options: GenerationOptions = DEFAULT_OPTIONS,
): Promise<Generation> {
  const catalogue = await readCatalogue(database)
  const enumTables = metadata.sources
    .flatMap(({ tables }) => tables)
    .filter(({ is_enum: isEnum }) => isEnum)
    .flatMap(({ table }) => catalogue.tables.get(nameKey(table)) ?? [])
    .filter(({ primaryKey }) => primaryKey)
  const enumValues = await readEnumValues(database, enumTables)
  return new Generation(metadata, catalogue, buildModel(metadata, catalogue, enumValues), options)
}
