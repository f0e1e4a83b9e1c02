import { z } from 'zod'
import { showName } from '../../pg-catalogue/catalogue.js'
import { metadataObject } from './common.js'
import { trackedFunction } from './function.js'
import { NAMING_CONVENTIONS, UNKNOWN_CONVENTION } from './naming-convention.js'
import { table } from './table.js'
import { uniqueList } from './unique-list.js'
import { unsupported } from './unsupported.js'

const connectionInfo = metadataObject({
  database_url: z.union([
    z.string(),
    metadataObject({ from_env: z.string() }),
    metadataObject({ dynamic_from_file: z.string() }),
    metadataObject({ connection_parameters: z.record(z.string(), z.unknown()) }),
  ]),
  isolation_level: z.enum(['read-committed', 'repeatable-read', 'serializable']).optional(),
  use_prepared_statements: z.boolean().optional(),
  pool_settings: z.record(z.string(), z.unknown()).nullable().optional(),
  ssl_configuration: z.record(z.string(), z.unknown()).nullable().optional(),
})

/** How names are written; prefixes are left to Hasura. */
const customization = metadataObject({
  naming_convention: z.enum(NAMING_CONVENTIONS, UNKNOWN_CONVENTION).nullable().optional(),
  root_fields: unsupported('prefixes of root fields'),
  type_names: unsupported('prefixes of type names'),
})
  .nullable()
  .optional()

/** The one Postgres database of the engine. */
export const source = metadataObject({
  name: z.string().min(1),
  kind: z.literal('postgres', 'only Postgres databases are supported by this engine').default('postgres'),
  configuration: metadataObject({
    connection_info: connectionInfo,
    read_replicas: unsupported('read replicas'),
    extensions_schema: z.string().optional(),
    connection_template: unsupported('connection templates'),
    connection_set: unsupported('connection sets'),
  }),
  tables: uniqueList(table, 'tables', (entry) => showName(entry.table)),
  functions: uniqueList(trackedFunction, 'functions', (entry) => showName(entry.function)).optional(),
  customization,
  logical_models: unsupported('logical models'),
  native_queries: unsupported('native queries'),
  stored_procedures: unsupported('stored procedures'),
  query_tags: z.unknown().optional(),
  health_check: z.unknown().optional(),
})
