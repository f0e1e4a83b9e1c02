import { afterEach, beforeEach, expect, test } from 'vitest'
import { asAdmin, startTestServer, type TestServer } from '../server/support.js'

let server: TestServer
beforeEach(async () => {
  server = await startTestServer({ env: { HASURA_GRAPHQL_ENABLE_ALLOWLIST: 'true' } })
})
afterEach(() => server.close())

const run = async (type: string, args: unknown) =>
  (await server.post('/v1/metadata', { type, args }, asAdmin)).json
const exported = async () => Object(await run('export_metadata', {}))
const success = { message: 'success' }
const refused = (code: string, path: string, error: string) => ({ path, error, code })

const names = { name: 'names', query: 'query { users { name } }' }
const create = (queries: unknown[] = [names], name = 'c') =>
  run('create_query_collection', { name, definition: { queries } })
const asUser = { ...asAdmin, 'x-hasura-role': 'user' }
const missing = (path: string) => refused('not-exists', path, 'query collection with name "x" does not exist')

// Hasura.RQL.DDL.QueryCollection
test('collections are made, filled and dropped', async () => {
  expect(await create()).toEqual(success)
  expect(await create()).toEqual(
    refused('already-exists', '$.args.name', 'query collection with name "c" already exists'),
  )
  expect(await create([names, names], 'd')).toEqual(
    refused('not-supported', '$.args.definition.queries', 'found duplicate query names "names"'),
  )
  expect(await create([{ name: 'broken', query: '{' }], 'd')).toEqual(
    refused('parse-failed', '$.args.definition.queries[0].query', 'parsing the graphql query failed'),
  )
  const add = (query: string, collection = 'c') =>
    run('add_query_to_collection', {
      collection_name: collection,
      query_name: query,
      query: '{ users { id } }',
    })
  expect(await add('ids')).toEqual(success)
  expect(await add('ids')).toEqual(
    refused('already-exists', '$.args', 'query with name "ids" already exists in collection "c"'),
  )
  expect(await add('ids', 'x')).toEqual(missing('$.args'))
  const drop = (query: string) =>
    run('drop_query_from_collection', { collection_name: 'c', query_name: query })
  expect(await drop('names')).toEqual(success)
  expect(await drop('names')).toEqual(
    refused('not-found', '$.args', 'query with name "names" not found in collection "c"'),
  )
  expect((await exported()).query_collections).toEqual([
    { name: 'c', definition: { queries: [{ name: 'ids', query: '{ users { id } }' }] } },
  ])
  expect(await run('drop_query_collection', { collection: 'x', cascade: true })).toEqual(
    missing('$.args.collection'),
  )
  expect(await run('drop_query_collection', { collection: 'c', cascade: false })).toEqual(success)
  expect((await exported()).query_collections).toEqual([])
})

// Hasura.RQL.Types.Allowlist
test('the allow list takes collections in, for everybody or for roles', async () => {
  await create()
  await run('pg_create_select_permission', {
    table: 'users',
    role: 'user',
    permission: { columns: ['name'], filter: {} },
  })
  const ask = async () => (await server.post('/v1/graphql', { query: names.query }, asUser)).json
  const global = { global: true }
  expect(await ask()).toMatchObject({ errors: [{ message: 'query is not allowed' }] })
  expect(await run('add_collection_to_allowlist', { collection: 'x' })).toEqual(missing('$.args.collection'))
  const update = (args: object) =>
    run('update_scope_of_collection_in_allowlist', { collection: 'c', ...args })
  const notListed = refused('not-found', '$.args', `collection "c" doesn't exist in the allowlist`)
  expect(await update({ scope: global })).toEqual(notListed)
  expect(await run('add_collection_to_allowlist', { collection: 'c' })).toEqual(success)
  expect(await ask()).toEqual({ data: { users: [] } })
  expect(await run('add_collection_to_allowlist', { collection: 'c', scope: global })).toEqual({
    message:
      'collection "c" already exists in the allowlist, scope ignored; to change scope, use update_scope_of_collection_in_allowlist',
  })
  expect(await update({})).toEqual(refused('parse-failed', '$.args', 'key "scope" not found'))
  expect(await update({ scope: { global: true, roles: ['user'] } })).toMatchObject({
    error: 'roles are not allowed when global is true',
  })
  expect(await update({ scope: { global: false, roles: ['user', 'user'] } })).toMatchObject({
    error: 'duplicate roles are not allowed',
  })
  const scope = { global: false, roles: ['other'] }
  expect(await update({ scope })).toEqual(success)
  expect((await exported()).allowlist).toEqual([{ collection: 'c', scope }])
  expect(await ask()).toMatchObject({ errors: [{ message: 'query is not allowed' }] })
  expect(await run('drop_query_collection', { collection: 'c', cascade: false })).toMatchObject({
    code: 'dependency-error',
    error: expect.stringContaining('"c" is present in the allowlist; cannot proceed to drop'),
  })
  expect(await run('drop_collection_from_allowlist', { collection: 'c' })).toEqual(success)
  expect(await run('drop_collection_from_allowlist', { collection: 'c' })).toEqual(notListed)
})

// Hasura.RQL.DDL.Endpoint
test('REST endpoints need their query', async () => {
  await create()
  await run('add_collection_to_allowlist', { collection: 'c' })
  const query = { collection_name: 'c', query_name: 'names' }
  const endpoint = { name: 'e', url: 'names', methods: ['GET'], definition: { query } }
  expect(await run('create_rest_endpoint', { ...endpoint, methods: ['HEAD'] })).toMatchObject({
    error: 'Method HEAD not supported.',
  })
  expect(await run('create_rest_endpoint', { ...endpoint, url: 'names/' })).toMatchObject({
    code: 'invalid-configuration',
    error: 'Empty segments or unnamed variables are not allowed: names/',
  })
  expect(await run('create_rest_endpoint', endpoint)).toEqual(success)
  expect(await run('create_rest_endpoint', endpoint)).toEqual(
    refused('already-exists', '$.args', 'Endpoint with name: e already exists'),
  )
  expect(await run('drop_query_collection', { collection: 'c', cascade: true })).toMatchObject({
    code: 'unexpected',
    error: 'cannot continue due to newly found inconsistent metadata',
    internal: [
      {
        type: 'rest_endpoint',
        name: 'rest_endpoint e',
        reason: 'Inconsistent object: in endpoint e: collection with name c does not exist',
      },
    ],
  })
  expect(await run('drop_rest_endpoint', { name: 'e' })).toEqual(success)
  expect(await run('drop_rest_endpoint', { name: 'e' })).toEqual(
    refused('not-exists', '$.args', 'endpoint with name: e does not exist'),
  )
  expect(await run('drop_query_collection', { collection: 'c', cascade: true })).toEqual(success)
  expect(await exported()).toMatchObject({ query_collections: [], allowlist: [], rest_endpoints: [] })
})
