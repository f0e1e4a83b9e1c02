import { z } from 'zod'
import { action } from './schemas/action.js'
import { apiLimits } from './schemas/api-limits.js'
import { cronTrigger } from './schemas/cron-trigger.js'
import { customTypes } from './schemas/custom-types.js'
import { allowListEntry, queryCollection } from './schemas/query-collection.js'
import { restEndpoint } from './schemas/rest-endpoint.js'
import { source } from './schemas/source.js'
import { uniqueList } from './schemas/unique-list.js'
import { unsupported } from './schemas/unsupported.js'

const inheritedRole = z.strictObject({
  role_name: z.string().min(1),
  role_set: z.array(z.string().min(1)),
})

/** Settings that change no answer of this engine, whatever they hold. */
const withoutEffect = z.unknown().optional()

/** Hasura's metadata, version 3, in the shape that its metadata API exports and the CLI assembles. */
export const metadata = z.strictObject({
  version: z.literal(
    3,
    'only metadata version 3 is supported; `scripts update-project-v3` of the Hasura CLI makes it of an older one',
  ),
  sources: z.array(source).max(1, 'only one database is supported by this engine').default([]),
  actions: uniqueList(action, 'actions', ({ name }) => name).default([]),
  custom_types: customTypes.prefault({}),
  cron_triggers: uniqueList(cronTrigger, 'cron triggers', ({ name }) => name).default([]),
  inherited_roles: uniqueList(inheritedRole, 'inherited roles', (role) => role.role_name).default([]),
  graphql_schema_introspection: z
    .strictObject({ disabled_for_roles: z.array(z.string()).default([]) })
    .prefault({}),
  remote_schemas: unsupported('remote schemas'),
  query_collections: uniqueList(queryCollection, 'query collections', ({ name }) => name).default([]),
  allowlist: uniqueList(allowListEntry, 'allowlist entries', ({ collection }) => collection).default([]),
  rest_endpoints: uniqueList(restEndpoint, 'REST endpoints', ({ name }) => name).default([]),
  api_limits: apiLimits.prefault({}),
  /** The agents of databases other than Postgres; Hasura Cloud lists its own in every project. */
  backend_configs: withoutEffect,
  metrics_config: withoutEffect,
  network: unsupported('network settings'),
  opentelemetry: unsupported('OpenTelemetry settings', (settings) => settings['status'] === 'disabled'),
})

export type Metadata = z.output<typeof metadata>
