import type { Session } from '../auth/session.js'
import { buildModel } from '../build-model/build-model.js'
import type { Queryable } from '../database/database.js'
import type { Metadata } from '../metadata/metadata.js'
import type { NamingConvention } from '../metadata/schemas/naming-convention.js'
import type { Model } from '../model/model.js'
import { namingOf } from '../model/naming.js'
import type { Catalogue } from '../pg-catalogue/catalogue.js'
import { nameKey } from '../pg-catalogue/catalogue.js'
import { readCatalogue } from '../pg-catalogue/read-catalogue.js'
import { readEnumValues } from '../pg-catalogue/read-enum-values.js'
import { buildRoleSchema, type RoleSchema } from '../schema/build-role-schema.js'
import type { SqlOptions } from '../sql/sql-context.js'
import { AllowList } from './allow-list.js'
import { CompiledRequests } from './compiled/compiled-requests.js'

export interface GenerationOptions extends SqlOptions {
  infersFunctionPermissions: boolean
  enforcesAllowList: boolean
  /** Of databases whose metadata names none. */
  namingConvention: NamingConvention
}

export const DEFAULT_OPTIONS: GenerationOptions = {
  stringifiesNumbers: false,
  infersFunctionPermissions: true,
  enforcesAllowList: false,
  namingConvention: 'hasura-default',
}

/** What is known of metadata and database. */
interface Sources {
  metadata: Metadata
  catalogue: Catalogue
  /** The rows of the enum tables, by table key. */
  enumValues: Parameters<typeof buildModel>[2]
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
  readonly compiled = new CompiledRequests()
  readonly #sources: Sources
  readonly #isOlder: boolean
  readonly #schemas = new Map<string, RoleSchema>()
  #older: Generation | undefined

  constructor(sources: Sources, options: GenerationOptions, isOlder = false) {
    const { metadata, catalogue, enumValues } = sources
    const own = metadata.sources[0]?.customization?.naming_convention ?? options.namingConvention
    this.#sources = sources
    this.#isOlder = isOlder
    this.metadata = metadata
    this.catalogue = catalogue
    this.model = buildModel(metadata, catalogue, enumValues, namingOf(isOlder ? 'hasura-default' : own))
    this.options = options
    this.allowList = options.enforcesAllowList ? new AllowList(metadata) : null
  }

  /** The same for Hasura's older API, which knows no naming convention and more operators of updates. */
  get older(): Generation {
    this.#older ??= new Generation(this.#sources, this.options, true)
    return this.#older
  }

  /** The schema of the session's role, built on first use. */
  schemaFor({ role, backendOnly }: Pick<Session, 'role' | 'backendOnly'>): RoleSchema {
    const key = JSON.stringify([role, backendOnly])
    const known = this.#schemas.get(key)
    if (known) return known
    const schema = buildRoleSchema(this.model, role, {
      includesBackendOnly: backendOnly,
      infersFunctionPermissions: this.options.infersFunctionPermissions,
      hasOlderOperators: this.#isOlder,
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
  return new Generation({ metadata, catalogue, enumValues }, options)
}
