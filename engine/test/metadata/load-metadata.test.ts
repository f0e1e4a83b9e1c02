import { describe, expect, test } from 'vitest'
import { loadMetadata } from '../../src/metadata/load-metadata.js'
import { MetadataError, type MetadataProblem } from '../../src/metadata/metadata-error.js'
import { writeMetadataFolder } from './metadata-folder.js'

const USERS = 'databases/default/tables/public_users.yaml'

function problemsOf(files: Record<string, string | undefined>, env = {}): readonly MetadataProblem[] {
  try {
    loadMetadata(writeMetadataFolder(files), env)
  } catch (error) {
    if (error instanceof MetadataError) return error.problems
    throw error
  }
  return []
}

describe('loadMetadata()', () => {
  test('assembles a folder across its includes', () => {
    const metadata = loadMetadata(writeMetadataFolder({}), {})
    expect(metadata.sources[0]?.tables).toEqual([{ table: { schema: 'public', name: 'users' } }])
  })

  test('takes the include tag and inlined content as well as the string', () => {
    const dir = writeMetadataFolder({
      'databases/databases.yaml': `- name: default
  kind: postgres
  configuration: {connection_info: {database_url: x}}
  tables: !include default/tables/tables.yaml
  functions: [{function: {schema: public, name: f}}]
`,
    })
    const [source] = loadMetadata(dir, {}).sources
    expect(source?.tables).toHaveLength(1)
    expect(source?.functions).toHaveLength(1)
  })

  test('reads the empty files that the CLI writes', () => {
    const empty = {
      'allow_list.yaml': '[]\n',
      'api_limits.yaml': '{}\n',
      'network.yaml': '{}\n',
      'opentelemetry.yaml': '{}\n',
      'metrics_config.yaml': '{}\n',
      'backend_configs.yaml': '{}\n',
      'query_collections.yaml': '[]\n',
      'remote_schemas.yaml': '[]\n',
      'rest_endpoints.yaml': '[]\n',
      'inherited_roles.yaml': '[]\n',
      'cron_triggers.yaml': '[]\n',
      'graphql_schema_introspection.yaml': 'disabled_for_roles: []\n',
      'actions.graphql': '',
      'actions.yaml':
        'actions: []\ncustom_types:\n  enums: []\n  input_objects: []\n  objects: []\n  scalars: []\n',
    }
    expect(problemsOf(empty)).toEqual([])
  })

  test.each([
    ['backend_configs.yaml', 'dataconnector: {other: {uri: http://agent}}\n'],
    ['metrics_config.yaml', 'analyze_query_variables: true\nanalyze_response_body: false\n'],
    ['opentelemetry.yaml', 'status: disabled\nexporter_otlp: {headers: []}\n'],
    ['api_limits.yaml', 'disabled: true\ndepth_limit: {global: 5}\nnode_limit: null\n'],
    ['api_limits.yaml', 'rate_limit: {global: {unique_params: ip, max_reqs_per_min: 10}, per_role: {}}\n'],
    [
      'databases/databases.yaml',
      '- {name: x, configuration: {connection_info: {database_url: {dynamic_from_file: /url}}}, tables: []}\n',
    ],
  ])('takes settings that change no answer: %s', (file, content) => {
    expect(problemsOf({ [file]: content })).toEqual([])
  })

  test('reads null as a key that was left out', () => {
    const dir = writeMetadataFolder({
      [USERS]: `table: users
is_enum: null
configuration: {custom_root_fields: null, column_config: null}
object_relationships:
array_relationships: ~
select_permissions:
  - {role: user, permission: {columns: [id], filter: {}, computed_fields: null, allow_aggregations: null}}
insert_permissions:
  - {role: user, permission: {check: {}, columns: null, backend_only: null}}
delete_permissions:
  - role: user
    permission: {filter: {}, validate_input: {type: http, definition: {url: http://x, headers: null, timeout: null}}}
event_triggers:
  - name: sync
    definition: {enable_manual: null, insert: {columns: '*'}}
    retry_conf: {num_retries: 0, interval_sec: 10}
    webhook: null
    webhook_from_env: HOOK
    headers: [{name: x, value: null, value_from_env: HOOK}]
    request_transform: {version: 2, template_engine: Kriti, request_headers: {add_headers: null, remove_headers: null}}
`,
    })
    expect(loadMetadata(dir, { HOOK: 'http://x' }).sources[0]?.tables[0]).toMatchObject({
      configuration: {},
      insert_permissions: [{ role: 'user', permission: { check: {} } }],
      event_triggers: [{ webhook_from_env: 'HOOK' }],
    })
  })

  test('merges what `<<` names, the own keys first and then the earlier of several', () => {
    const dir = writeMetadataFolder({
      [USERS]: `table: users
select_permissions:
  - &first
    role: user
    permission: &rows {columns: [id], filter: {}}
  - <<: *first
    role: editor
  - role: viewer
    permission:
      <<: [{limit: 5}, {limit: 6}, *rows]
`,
    })
    expect(loadMetadata(dir, {}).sources[0]?.tables[0]?.select_permissions).toEqual([
      { role: 'user', permission: { columns: ['id'], filter: {} } },
      { role: 'editor', permission: { columns: ['id'], filter: {} } },
      { role: 'viewer', permission: { columns: ['id'], filter: {}, limit: 5 } },
    ])
  })

  test('joins repeated `type Mutation` blocks with actions.yaml', () => {
    const dir = writeMetadataFolder({
      'actions.graphql': `type Mutation { login(code: String!): Session! }
type Mutation { "ends a session" logout: Boolean }
extend type Query { whoami: String }
"who is signed in"
type Session { token: String! }
input Unused { ids: [uuid!] }
enum Colour { RED BLUE }
scalar Stamp
`,
      'actions.yaml': `actions:
  - {name: login, definition: {kind: synchronous, handler: http://x/login}, permissions: [{role: anonymous}]}
  - {name: logout, definition: {kind: synchronous, handler: http://x/logout}}
  - {name: whoami, definition: {kind: "", handler: http://x/whoami}}
custom_types:
  objects: [{name: Session, relationships: []}]
  input_objects: [{name: Unused}]
  enums: [{name: Colour}]
  scalars: [{name: Stamp}]
`,
    })
    const metadata = loadMetadata(dir, {})
    expect(
      metadata.actions.map(({ name, definition }) => [name, definition.type, definition.output_type]),
    ).toEqual([
      ['login', 'mutation', 'Session!'],
      ['logout', 'mutation', 'Boolean'],
      ['whoami', 'query', 'String'],
    ])
    expect(metadata.actions[0]?.definition.arguments).toEqual([{ name: 'code', type: 'String!' }])
    expect(metadata.actions[1]?.comment).toBe('ends a session')
    expect(metadata.custom_types.objects[0]).toMatchObject({
      name: 'Session',
      description: 'who is signed in',
    })
    expect(metadata.custom_types.enums[0]?.values).toEqual([{ value: 'RED' }, { value: 'BLUE' }])
  })

  test('names every problem with its file and line', () => {
    const problems = problemsOf({
      [USERS]: `table:
  name: users
  schema: public
select_permissions:
  - role: user
    permission:
      columns: [id]
      filter: {}
      limit: many
insert_permissions:
  - role: user
    permission:
      columns: [id]
`,
      'inherited_roles.yaml': '- role_name: a\n  role_set: b\n',
    })
    expect(problems).toEqual([
      {
        file: USERS,
        line: 9,
        message:
          'sources[0].tables[0].select_permissions[0].permission.limit: Invalid input: expected number, received string',
      },
      {
        file: USERS,
        line: 13,
        message: 'sources[0].tables[0].insert_permissions[0].permission.check: this key is missing',
      },
      {
        file: 'inherited_roles.yaml',
        line: 2,
        message: 'inherited_roles[0].role_set: Invalid input: expected array, received string',
      },
    ])
  })

  test.each([
    [
      USERS,
      4,
      'select permissions: user',
      `table: users
select_permissions:
  - {role: user, permission: {columns: [id], filter: {}}}
  - {role: user, permission: {columns: [name], filter: {}}}
`,
    ],
    [
      'databases/default/tables/tables.yaml',
      2,
      'tables: users',
      '- "!include public_users.yaml"\n- table: users\n',
    ],
    [
      'inherited_roles.yaml',
      2,
      'inherited roles: a',
      '- {role_name: a, role_set: [b]}\n- {role_name: a, role_set: [c]}\n',
    ],
    ['allow_list.yaml', 2, 'allowlist entries: c', '- {collection: c}\n- {collection: c}\n'],
  ])('refuses what is declared twice, at the second place: %s', (file, line, what, content) => {
    expect(problemsOf({ [file]: content })).toEqual([
      {
        file,
        line,
        message: expect.stringContaining(`multiple declarations exist for the following ${what}`),
      },
    ])
  })

  test.each([
    [
      'query_collections.yaml',
      '- name: c\n  definition:\n    queries:\n      - {name: q, query: "query {"}\n',
      4,
      'parsing the graphql query failed',
    ],
    [
      'allow_list.yaml',
      '- collection: c\n  scope: {global: true, roles: [r]}\n',
      2,
      'roles are not allowed when global is true',
    ],
    ['allow_list.yaml', '- {collection: c, scope: {global: false}}\n', 1, 'key "roles" not found'],
    [
      'rest_endpoints.yaml',
      '- name: e\n  url: x\n  methods: [GET, HEAD]\n  definition: {query: {collection_name: c, query_name: q}}\n',
      3,
      'Method HEAD not supported.',
    ],
  ])('names what is wrong with stored queries: %s', (file, content, line, message) => {
    expect(problemsOf({ [file]: content })).toEqual([
      { file, line, message: expect.stringContaining(message) },
    ])
  })

  test.each([
    ['remote_schemas.yaml', '- name: x\n', 'remote schemas are not supported by this engine'],
    ['opentelemetry.yaml', 'status: enabled\n', 'OpenTelemetry settings are not supported by this engine'],
    [
      'api_limits.yaml',
      'rate_limit: {global: {max_reqs_per_min: 1, unique_params: [x-hasura-role]}}\n',
      "Not a valid value. Should be either: 'IP' or a list of Hasura session variables",
    ],
    [
      USERS,
      'table: users\nremote_relationships: [{name: x}]\n',
      'remote relationships are not supported by this engine',
    ],
    [
      'databases/databases.yaml',
      '- name: x\n  kind: mssql\n  configuration: {connection_info: {database_url: x}}\n  tables: []\n',
      'only Postgres databases are supported by this engine',
    ],
    [
      'databases/databases.yaml',
      '- name: x\n  kind: postgres\n  configuration: {connection_info: {database_url: x}}\n  tables: []\n  customization: {naming_convention: kebab-default}\n',
      'naming_convention can either be "hasura-default" or "graphql-default"',
    ],
    [
      'databases/databases.yaml',
      '- name: x\n  kind: postgres\n  configuration: {connection_info: {database_url: x}}\n  tables: []\n  customization: {type_names: {prefix: a_}}\n',
      'prefixes of type names are not supported by this engine',
    ],
    ['version.yaml', 'version: 2\n', 'only metadata version 3 is supported'],
  ])('refuses by name what the engine does not support: %s', (file, content, message) => {
    expect(problemsOf({ [file]: content })).toEqual([
      expect.objectContaining({ file, message: expect.stringContaining(message) }),
    ])
  })

  test.each([
    ['an unreadable file', { [USERS]: 'table: {name: users\n' }, USERS],
    [
      'an include of a missing file',
      { 'databases/default/tables/tables.yaml': '- "!include nope.yaml"\n' },
      'databases/default/tables/tables.yaml',
    ],
    [
      'a file that includes itself',
      { 'databases/default/tables/tables.yaml': '- "!include tables.yaml"\n' },
      'databases/default/tables/tables.yaml',
    ],
    ['a missing version', { 'version.yaml': undefined }, 'version.yaml'],
    [
      'an action without SDL',
      { 'actions.yaml': 'actions:\n  - {name: a, definition: {handler: x}}\n' },
      'actions.yaml',
    ],
    ['an action without YAML', { 'actions.graphql': 'type Mutation { a: Int }' }, 'actions.graphql'],
    ['a syntax error of the SDL', { 'actions.graphql': 'type Mutation {' }, 'actions.graphql'],
    ['a definition that Hasura does not know', { 'actions.graphql': 'union A = B | C' }, 'actions.graphql'],
  ])('names the file of %s', (_, files, file) => {
    expect(problemsOf(files)).toEqual([expect.objectContaining({ file, line: expect.any(Number) })])
  })

  test('names every file that cannot be read at once', () => {
    const lines = problemsOf({
      'version.yaml': 'number: 3\n',
      [USERS]: 'table: {name: users\n',
      'databases/default/tables/tables.yaml': '- "!include public_users.yaml"\n- "!include nope.yaml"\n',
      'cron_triggers.yaml': '- {name: x\n',
      'actions.yaml': 'actions: [\n',
      'actions.graphql': 'type Mutation { a: Int }',
    }).map(({ file, line }) => `${file}:${line}`)
    expect(lines.sort()).toEqual([
      'actions.yaml:2',
      'cron_triggers.yaml:2',
      'databases/default/tables/public_users.yaml:2',
      'databases/default/tables/tables.yaml:2',
      'version.yaml:1',
    ])
  })

  test('names environment variables that are not set, where they are used', () => {
    const files = {
      [USERS]: `table: users
event_triggers:
  - name: sync
    definition: {insert: {columns: '*'}}
    retry_conf: {num_retries: 0, interval_sec: 10}
    webhook: '{{BASE}}/events'
    headers: [{name: x, value_from_env: SECRET}]
`,
      'actions.graphql': 'type Mutation { a: Int }',
      'actions.yaml': "actions:\n  - name: a\n    definition:\n      handler: '{{BASE}}/a'\n",
    }
    expect(problemsOf(files, { SECRET: 's' })).toEqual([
      { file: 'actions.yaml', line: 4, message: "environment variable 'BASE' not set" },
      { file: USERS, line: 6, message: "environment variable 'BASE' not set" },
    ])
    expect(problemsOf(files, { SECRET: 's', BASE: 'http://x' })).toEqual([])
  })

  test.each([
    [
      'a name that is too long',
      "name: a1234567890123456789012345678901234567890123, definition: {insert: {columns: '*'}}, webhook: x",
      'at most 42 characters',
    ],
    [
      'no operation',
      'name: a, definition: {}, webhook: x',
      'atleast one amongst insert/update/delete/enable_manual spec must be provided',
    ],
    [
      'two webhooks',
      'name: a, definition: {enable_manual: true}, webhook: x, webhook_from_env: Y',
      'either webhook or webhook_from_env',
    ],
  ])('refuses an event trigger with %s', (_, trigger, message) => {
    const content = `table: users\nevent_triggers:\n  - {${trigger}, retry_conf: {num_retries: 0, interval_sec: 1}}\n`
    expect(problemsOf({ [USERS]: content }, { Y: '' })).toEqual([
      expect.objectContaining({ file: USERS, line: 3, message: expect.stringContaining(message) }),
    ])
  })

  test('a header may not read the engine’s own variables', () => {
    const actions = {
      'actions.graphql': 'type Mutation { a: Int }',
      'actions.yaml':
        'actions:\n  - name: a\n    definition:\n      handler: x\n      headers: [{name: h, value_from_env: HASURA_GRAPHQL_ADMIN_SECRET}]\n',
    }
    expect(problemsOf(actions, { HASURA_GRAPHQL_ADMIN_SECRET: 's' })[0]?.message).toContain(
      'not allowed in value_from_env: HASURA_GRAPHQL_ADMIN_SECRET',
    )
  })
})
