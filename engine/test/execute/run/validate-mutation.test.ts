import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { asAdmin, startTestServer, type TestServer } from '../../server/support.js'
import { startWebhookServer, type WebhookServer } from '../../support/webhook-server.js'

const hook = (path: string, extra: object = {}) => ({
  validate_input: { type: 'http', definition: { url: `{{BASE}}/${path}`, ...extra } },
})
const forUser = (permission: object) => [{ role: 'user', permission }]
const headers = [
  { name: 'x-key', value_from_env: 'KEY' },
  { name: 'x-trace', value: 'configured' },
]

let webhook: WebhookServer
let server: TestServer
beforeAll(async () => {
  webhook = await startWebhookServer()
  server = await startTestServer({
    sql: `CREATE TABLE shop (id int PRIMARY KEY, title text, opening int);
      CREATE TABLE ware (id serial PRIMARY KEY, label text, shop_id int REFERENCES shop, made_by int REFERENCES shop);`,
    content: {
      tables: [
        {
          table: 'shop',
          configuration: { column_config: { opening: { custom_name: 'opens' } } },
          array_relationships: [
            { name: 'wares', using: { foreign_key_constraint_on: { table: 'ware', column: 'shop_id' } } },
          ],
          select_permissions: forUser({ columns: '*', filter: {} }),
          insert_permissions: forUser({
            columns: '*',
            check: {},
            ...hook('shop', { headers, forward_client_headers: true }),
          }),
          update_permissions: forUser({ columns: ['title'], filter: {}, ...hook('shop-update') }),
          delete_permissions: forUser({ filter: {}, ...hook('shop-delete', { timeout: 1 }) }),
        },
        {
          table: 'ware',
          object_relationships: [{ name: 'maker', using: { foreign_key_constraint_on: 'made_by' } }],
          insert_permissions: forUser({ columns: '*', check: {}, ...hook('ware') }),
        },
      ],
    },
    env: { BASE: webhook.url, KEY: 'secret-key' },
  })
})
beforeEach(async () => {
  webhook.requests.length = 0
  webhook.reply = () => ({ body: '' })
  await server.runSql('DELETE FROM ware; DELETE FROM shop')
})
afterAll(async () => {
  await server.close()
  await webhook.close()
})

const asUser = { ...asAdmin, 'x-hasura-role': 'user', 'x-hasura-user-id': '7', 'x-trace': 'client' }
const mutate = (mutation: string) => server.graphql(`mutation { ${mutation} }`, asUser)
const asked = () =>
  webhook.requests.map(({ path, json }) => ({ path, input: Object(Object(json).data).input }))
const refused = (code: string, message: string) => ({
  errors: [{ message, extensions: { path: '$', code } }],
})

test('the webhook gets the rows, the role and the session before anything is inserted', async () => {
  expect(
    await mutate('insert_shop(objects: [{ id: 1, title: "T", opens: null }]) { affected_rows }'),
  ).toEqual({
    data: { insert_shop: { affected_rows: 1 } },
  })
  expect(webhook.requests).toMatchObject([
    {
      method: 'POST',
      path: '/shop',
      headers: { 'content-type': 'application/json', 'x-key': 'secret-key', 'x-trace': 'client' },
      json: {
        version: 1,
        role: 'user',
        session_variables: { 'x-hasura-role': 'user', 'x-hasura-user-id': '7' },
        data: { input: [{ id: 1, title: 'T', opening: null }] },
      },
    },
  ])
})

test('each table of nested rows is asked about on its own, its rows together', async () => {
  await mutate(`insert_shop(objects: [
    { id: 1, wares: { data: [{ label: "a" }, { label: "b", maker: { data: { id: 2 } } }] } },
    { id: 3, wares: { data: [{ label: "c" }] } }
  ]) { affected_rows }`)
  const [a, b, c] = [{ label: 'a' }, { label: 'b', maker: { data: { id: 2 } } }, { label: 'c' }]
  expect(asked()).toEqual([
    {
      path: '/shop',
      input: [{ id: 1, wares: { data: [a, b] } }, { id: 3, wares: { data: [c] } }, { id: 2 }],
    },
    { path: '/ware', input: [a, b, c] },
  ])
})

test('updates are asked about with their arguments', async () => {
  await mutate('update_shop(where: { id: { _eq: 1 } }, _set: { title: "N" }) { affected_rows }')
  await mutate('update_shop_by_pk(pk_columns: { id: 1 }, _set: { title: "N" }) { id }')
  await mutate(
    'update_shop_many(updates: [{ where: { id: { _gt: 1 } }, _set: { title: "N" } }]) { affected_rows }',
  )
  const _set = { title: 'N' }
  expect(asked()).toEqual([
    { path: '/shop-update', input: [{ where: { id: { _eq: 1 } }, _set }] },
    { path: '/shop-update', input: [{ pk_columns: { id: 1 }, _set }] },
    { path: '/shop-update', input: [{ where: { id: { _gt: 1 } }, _set }] },
  ])
})

test('deletes are asked about with their condition or key', async () => {
  await mutate('delete_shop(where: { id: { _eq: 1 } }) { affected_rows }')
  await mutate('delete_shop_by_pk(id: 3) { id }')
  expect(asked()).toEqual([
    { path: '/shop-delete', input: [{ where: { id: { _eq: 1 } } }] },
    { path: '/shop-delete', input: [{ pk_columns: { id: 3 } }] },
  ])
})

test('a refusal goes to the client, and no field of the mutation has run', async () => {
  webhook.reply = ({ path }) =>
    path === '/shop-delete' ? { status: 400, body: { message: 'not this one' } } : {}
  const answer = await mutate(
    'insert_shop(objects: [{ id: 1 }]) { affected_rows } delete_shop(where: {}) { affected_rows }',
  )
  expect(answer).toEqual(refused('validation-failed', 'not this one'))
  expect(asked().map(({ path }) => path)).toEqual(['/shop', '/shop-delete'])
  expect(await server.graphql('{ shop { id } }')).toEqual({ data: { shop: [] } })
})

test.each([
  [{ status: 500, body: { message: 'x' } }, 'internal error when validating input data'],
  [{ status: 400, body: 'no JSON' }, 'received invalid response from input validation webhook'],
  [{ hangUp: true }, 'http exception when validating input data'],
  [{ delayMs: Number.POSITIVE_INFINITY }, 'http exception when validating input data'],
])('an answer like %j is an unexpected error', async (reply, message) => {
  webhook.reply = () => reply
  expect(await mutate('delete_shop(where: {}) { affected_rows }')).toEqual(refused('unexpected', message))
})

test('admins are not asked about', async () => {
  await server.graphql('mutation { insert_shop_one(object: { id: 1 }) { id } }')
  expect(webhook.requests).toEqual([])
})
