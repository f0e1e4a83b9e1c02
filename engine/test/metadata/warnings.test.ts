import { relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadMetadataFolder } from '../../src/metadata/load-metadata.js'
import { formatProblem } from '../../src/metadata/metadata-error.js'
import { writeMetadataFolder } from './metadata-folder.js'

const TABLES = 'databases/default/tables'
const USERS = `${TABLES}/public_users.yaml`
const PLANT = 'sources[0].tables[0]'

function load(files: Readonly<Record<string, string | undefined>>) {
  const warnings: string[] = []
  const loaded = loadMetadataFolder(writeMetadataFolder(files), { URL: 'http://x' }, (warning) =>
    warnings.push(formatProblem(warning)),
  )
  return { ...loaded, warnings }
}

const warningsOf = (files: Readonly<Record<string, string | undefined>>) => load(files).warnings

describe('a key that Hasura ignores', () => {
  test('is taken in permissions, with file and line, and the rest is kept', () => {
    const { warnings, metadata, assembled } = load({
      [USERS]: `table: {name: plant, schema: public}
insert_permissions:
  - role: user
    permission:
      check: {}
      set: {owner: x-hasura-user-id}
      computed_fields: [loud]
      localPresets: [{key: "", value: ""}]
      allow_upsert: true
      backend_only: null
update_permissions:
  - {role: user, permission: {columns: [label], filter: {}, computed_fields: [], localPresets: []}}
delete_permissions:
  - role: user
    permission:
      filter: {}
      columns: []
`,
    })
    expect(warnings).toEqual([
      `${USERS}:7: ${PLANT}.insert_permissions[0].permission: unknown key "computed_fields", ignored as in Hasura`,
      `${USERS}:8: ${PLANT}.insert_permissions[0].permission: unknown key "localPresets", ignored as in Hasura`,
      `${USERS}:9: ${PLANT}.insert_permissions[0].permission: unknown key "allow_upsert", ignored as in Hasura`,
      `${USERS}:12: ${PLANT}.update_permissions[0].permission: unknown key "computed_fields", ignored as in Hasura`,
      `${USERS}:12: ${PLANT}.update_permissions[0].permission: unknown key "localPresets", ignored as in Hasura`,
      `${USERS}:17: ${PLANT}.delete_permissions[0].permission: unknown key "columns", ignored as in Hasura`,
    ])
    const table = {
      table: { name: 'plant', schema: 'public' },
      insert_permissions: [{ role: 'user', permission: { check: {}, set: { owner: 'x-hasura-user-id' } } }],
      update_permissions: [{ role: 'user', permission: { columns: ['label'], filter: {} } }],
      delete_permissions: [{ role: 'user', permission: { filter: {} } }],
    }
    expect(metadata.sources[0]?.tables).toEqual([table])
    expect(JSON.stringify(assembled.json)).not.toContain('localPresets')
  })

  test.each([
    [USERS, 'table: {name: users, schema: public, catalog: x}\n', 'catalog', 1],
    [USERS, 'table: users\nis_enumm: true\n', 'is_enumm', 2],
    [USERS, 'table: users\nconfiguration:\n  custom_root_fields:\n    selekt: a\n', 'selekt', 4],
    [USERS, 'table: users\nconfiguration: {custom_root_fields: {select: {name: a, x: b}}}\n', 'x', 2],
    [
      USERS,
      `table: users
object_relationships:
  - name: one
    using:
      foreign_key_constraint_on: {table: users, column: id, x: 1}
`,
      'x',
      5,
    ],
    [
      USERS,
      `table: users
array_relationships:
  - name: many
    using:
      manual_configuration: {remote_table: users, column_mapping: {id: id}}
      x: 1
`,
      'x',
      6,
    ],
    [
      USERS,
      `table: users
event_triggers:
  - name: sync
    definition: {insert: {columns: '*', x: 1}}
    retry_conf: {num_retries: 0, interval_sec: 10}
    webhook: http://x
`,
      'x',
      4,
    ],
    [
      'cron_triggers.yaml',
      `- name: nightly
  webhook: http://x
  schedule: 0 0 * * *
  include_in_metadata: true
  request_transform: {body: {action: remove, template: x}, version: 2}
`,
      'template',
      5,
    ],
    ['actions.yaml', 'actions: []\nqueries: []\n', 'queries', 2],
    ['actions.yaml', 'custom_types:\n  unions: []\n', 'unions', 2],
    ['inherited_roles.yaml', '- role_name: a\n  role_set: [b]\n  x: 1\n', 'x', 3],
    ['graphql_schema_introspection.yaml', 'disabled_for_roles: []\nx: 1\n', 'x', 2],
  ])('is taken everywhere: %s, %j', (file, content, key, line) => {
    expect(warningsOf({ [file]: content })).toEqual([
      expect.stringMatching(new RegExp(`^${file}:${line}: .*: unknown key "${key}", ignored as in Hasura$`)),
    ])
  })

  test('is told before the problems that stop the start', () => {
    const warnings: string[] = []
    const dir = writeMetadataFolder({
      [USERS]: 'table: users\ndelete_permissions:\n  - {role: user, permission: {filtr: {}}}\n',
    })
    expect(() => loadMetadataFolder(dir, {}, ({ message }) => warnings.push(message))).toThrow(
      `${USERS}:3: ${PLANT}.delete_permissions[0].permission.filter: this key is missing`,
    )
    expect(warnings).toEqual([
      `${PLANT}.delete_permissions[0].permission: unknown key "filtr", ignored as in Hasura`,
    ])
  })
})

test('a relationship by two keys at once is refused, as in Hasura', () => {
  const using = '{foreign_key_constraint_on: {table: users, column: id, columns: [id]}}'
  const content = `table: users\narray_relationships:\n  - {name: many, using: ${using}}\n`
  expect(() => warningsOf({ [USERS]: content })).toThrow("expected exactly one of 'column' or 'columns'")
})

describe('a file that nobody reads', () => {
  const notes = `${TABLES}/public_notes.yaml`

  test('is named, a table’s with the line that includes it', () => {
    const files = { [notes]: 'table: notes\n', 'tables.yaml': '[]', 'a/README.md': '', '.hidden/x.yaml': '' }
    expect(warningsOf(files)).toEqual([
      'a/README.md:1: not a file of Hasura’s metadata, so nothing of it is served',
      `${notes}:1: included by no file, so nothing of it is served. Add this line to ${TABLES}/tables.yaml: - "!include public_notes.yaml"`,
      'tables.yaml:1: not a file of Hasura’s metadata, so nothing of it is served',
    ])
  })

  test('is named with the line of databases.yaml if it is a list', () => {
    const functions = 'databases/default/functions/functions.yaml'
    expect(warningsOf({ [functions]: '[]\n' })).toEqual([
      `${functions}:1: included by no file, so nothing of it is served. Add this line to its database in databases/databases.yaml: functions: "!include default/functions/functions.yaml"`,
    ])
  })

  test('is the whole of a project of the older kind, whose tables are not here', () => {
    const files = { 'databases/databases.yaml': undefined, [`${TABLES}/tables.yaml`]: undefined }
    expect(warningsOf({ ...files, [USERS]: undefined, 'tables.yaml': '[]' })).toEqual([
      'databases/databases.yaml:1: no such file, so no table is served',
      'tables.yaml:1: not a file of Hasura’s metadata, so nothing of it is served',
    ])
  })

  test('is not one that a list, a tag or another file includes, nor one of actions', () => {
    const files = {
      [notes]: 'table: !include more/notes.yaml\n',
      [`${TABLES}/tables.yaml`]: '- "!include public_users.yaml"\n- !include public_notes.yaml\n',
      [`${TABLES}/more/notes.yaml`]: '{name: notes, schema: public}\n',
      'actions.graphql': '',
    }
    expect(warningsOf(files)).toEqual([])
  })

  test('is the same one when the folder is named from where the engine runs', () => {
    const warnings: string[] = []
    const dir = relative(process.cwd(), writeMetadataFolder({ 'notes.yaml': '[]' }))
    loadMetadataFolder(dir, {}, ({ file }) => warnings.push(file))
    expect(warnings).toEqual(['notes.yaml'])
  })
})
