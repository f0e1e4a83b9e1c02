import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asAdmin, startTestServer, type TestServer } from '../server/support.js'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ env: { BASE: 'http://127.0.0.1:9' } })
  await metadata('set_custom_types', {
    objects: [
      { name: 'Inner', fields: [{ name: 'id', type: 'Int' }] },
      { name: 'Linked', fields: [id, inner], relationships: [user('id')] },
      { name: 'Mislinked', fields: [id, inner], relationships: [user('inner')] },
    ],
  })
  await metadata('create_action', { name: 'act', definition: definition('Inner') })
})
afterAll(() => server.close())

const metadata = (type: string, args: unknown) => server.post('/v1/metadata', { type, args }, asAdmin)

const id = { name: 'id', type: 'Int!' }
const inner = { name: 'inner', type: 'Inner' }
const definition = (output_type: string, more: object = {}) => ({
  kind: 'synchronous',
  handler: '{{BASE}}',
  arguments: [],
  output_type,
  ...more,
})

function user(field: string, more: object = {}) {
  return { name: 'user', type: 'object', remote_table: 'users', field_mapping: { [field]: 'id' }, ...more }
}

const failedBecause = 'Inconsistent object: validation for the given custom types failed because'

describe('what would not fit is refused as invalid configuration, in full', () => {
  test.each<[string, object, string]>([
    [
      'an unknown type of an argument',
      definition('Inner', { arguments: [{ name: 'a', type: '[Nope!]!' }] }),
      'the type: "Nope" is not defined in custom types or it is not a scalar/enum/input_object',
    ],
    [
      'an unknown output type',
      definition('Nope'),
      'the type: "Nope" is not an object or scalar type defined in custom types',
    ],
    [
      'an asynchronous action with a relationship beside an object',
      definition('Linked', { kind: 'asynchronous' }),
      'Async action relations cannot be used with object fields: "inner"',
    ],
    [
      'a relationship that starts from an object',
      definition('Mislinked'),
      'Relationships cannot be defined with nested object fields: "user"',
    ],
  ])('create_action refuses %s', async (_, given, problem) => {
    const reason = `Inconsistent object: in action "bad"; ${problem}`
    expect(await metadata('create_action', { name: 'bad', definition: given })).toMatchObject({
      status: 400,
      json: {
        path: '$.args',
        code: 'invalid-configuration',
        error: reason,
        internal: [{ type: 'action', name: 'action bad', reason, definition: { name: 'bad' } }],
      },
    })
  })

  test.each<[object, string]>([
    [
      { objects: [{ name: 'Inner', fields: [{ name: 'a', type: 'Nope' }] }] },
      'the type "Nope" for field "a" in  object type "Inner" does not exist',
    ],
    [
      { objects: [{ name: 'Inner', fields: [{ ...id, arguments: [] }] }] },
      'the object "Inner" can\'t have arguments',
    ],
    [
      { objects: [{ name: 'Inner', fields: [id], relationships: [user('id', { remote_table: 'none' })] }] },
      'the remote table "none" for relationship "user" of object type "Inner" does not exist',
    ],
    [
      { objects: [{ name: 'Inner', fields: [id], relationships: [user('none')] }] },
      'the field "none" for relationship "user" in object type "Inner" does not exist',
    ],
    [
      {
        objects: [
          { name: 'Inner', fields: [id], relationships: [user('', { field_mapping: { id: 'none' } })] },
        ],
      },
      'the column "none" of remote table "users" for relationship "user" of object type "Inner" does not exist',
    ],
  ])('set_custom_types refuses %j', async (types, problem) => {
    expect(await metadata('set_custom_types', types)).toMatchObject({
      status: 400,
      json: { path: '$.args', code: 'invalid-configuration', error: `${failedBecause} ${problem}` },
    })
  })

  test('set_custom_types does not take a type away from an action', async () => {
    expect(await metadata('set_custom_types', {})).toMatchObject({
      status: 400,
      json: {
        path: '$.args',
        code: 'unexpected',
        error: 'cannot continue due to new inconsistent metadata',
        internal: [{ name: 'action act' }],
      },
    })
  })
})

test('drop_action_permission names a permission that is not there', async () => {
  expect((await metadata('drop_action_permission', { action: 'act', role: 'user' })).json).toEqual({
    path: '$.args',
    code: 'not-exists',
    error: 'permission for role: "user" is not defined on "act"',
  })
})

test('what is null counts as not given', async () => {
  const empty = { arguments: null, headers: null, forward_client_headers: null, type: null, timeout: null }
  const action = { name: 'nulls', definition: { ...definition('Inner'), ...empty }, comment: null }
  expect((await metadata('create_action', action)).json).toEqual({ message: 'success' })
  expect((await metadata('drop_action', { name: 'nulls' })).json).toEqual({ message: 'success' })
})

test('update_action forgets the comment that is not given again, but not the permissions', async () => {
  const action = { name: 'updated', definition: definition('Inner') }
  await metadata('create_action', { ...action, comment: 'old' })
  await metadata('create_action_permission', { action: 'updated', role: 'user' })
  expect((await metadata('update_action', action)).json).toEqual({ message: 'success' })
  const { actions } = Object((await metadata('export_metadata', {})).json)
  expect(actions).toContainEqual(
    expect.objectContaining({ name: 'updated', permissions: [{ role: 'user' }] }),
  )
  expect(JSON.stringify(actions)).not.toContain('old')
})

test('create_action names the header or the key that is wrong', async () => {
  const headers = [{ name: 'x-client', value_from_env: 'HASURA_GRAPHQL_CLIENT' }]
  const given = { name: 'bad', definition: definition('Inner', { headers }) }
  expect((await metadata('create_action', given)).json).toEqual({
    path: '$.args.definition.headers[0]',
    code: 'parse-failed',
    error:
      'env variables starting with "HASURA_GRAPHQL_" are not allowed in value_from_env: HASURA_GRAPHQL_CLIENT',
  })
  expect((await metadata('create_action', { name: 'bad' })).json).toEqual({
    path: '$.args',
    code: 'parse-failed',
    error: 'key "definition" not found',
  })
})
