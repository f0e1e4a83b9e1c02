import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { asAdmin, startTestServer, type TestServer } from '../server/support.js'
import { startWebhookServer, type WebhookServer } from '../support/webhook-server.js'

let webhook: WebhookServer
let server: TestServer
beforeAll(async () => {
  webhook = await startWebhookServer()
  server = await startTestServer({
    sql: 'SELECT 1',
    content: {
      actions: {
        actions: [
          {
            name: 'resize',
            definition: { kind: 'asynchronous', handler: '{{BASE}}/resize', forward_client_headers: true },
            permissions: [{ role: 'user' }],
          },
        ],
      },
      actionsGraphql: `
        type Mutation { resize(width: Int!, note: String): Picture! }
        type Picture { url: String! size: Int }`,
    },
    env: { BASE: webhook.url, HASURA_GRAPHQL_ASYNC_ACTIONS_FETCH_INTERVAL: '20' },
  })
})
beforeEach(() => {
  webhook.requests.length = 0
  webhook.reply = () => ({ body: { url: 'http://p', size: 3 } })
})
afterAll(async () => {
  await server.close()
  await webhook.close()
})

const asUser = { ...asAdmin, 'x-hasura-role': 'user', 'x-hasura-user-id': '7', authorization: 'Bearer x' }

async function enqueue(headers: Record<string, string> = asUser): Promise<string> {
  const answer = await server.graphql('mutation { resize(width: 640) }', headers)
  return Object(answer).data.resize
}

const result = async (id: string, headers: Record<string, string> = asUser) => {
  const answer = await server.graphql(
    `{ resize(id: "${id}") { id created_at errors output { url } } }`,
    headers,
  )
  return Object(answer).data.resize
}

test('an asynchronous action gives an id at once and its output later (contract 5.5)', async () => {
  let answer = () => {}
  webhook.reply = () => new Promise((resolve) => (answer = () => resolve({ body: { url: 'http://p' } })))
  const id = await enqueue()
  expect(id).toMatch(/^[0-9a-f-]{36}$/)
  await expect.poll(() => webhook.requests.length).toBe(1)
  expect(await result(id)).toEqual({ id, created_at: expect.any(String), errors: null, output: null })
  answer()
  await expect.poll(() => result(id)).toMatchObject({ id, errors: null, output: { url: 'http://p' } })
})

test('the webhook gets the input, the session, no query, and forwarded headers without x-hasura ones', async () => {
  await enqueue()
  await expect.poll(() => webhook.requests.length).toBe(1)
  expect(webhook.requests[0]).toMatchObject({
    path: '/resize',
    headers: { authorization: 'Bearer x' },
    json: {
      action: { name: 'resize' },
      input: { width: 640 },
      session_variables: { 'x-hasura-role': 'user', 'x-hasura-user-id': '7' },
      request_query: null,
    },
  })
  expect(JSON.stringify(webhook.requests)).not.toContain('the-admin-secret')
})

test('what the webhook refuses is found under errors, its inside for admins only', async () => {
  webhook.reply = () => ({ status: 500, body: { message: 'no' } })
  const id = await enqueue()
  await expect.poll(() => result(id)).toMatchObject({ output: null })
  await expect
    .poll(async () => (await result(id)).errors)
    .toEqual({
      code: 'unexpected',
      path: '$',
      error: 'internal error',
    })
  expect((await result(id, asAdmin)).errors).toMatchObject({ internal: { response: { status: 500 } } })
})

test('an answer of the wrong shape is an error, too', async () => {
  webhook.reply = () => ({ body: { size: 1 } })
  const id = await enqueue()
  await expect
    .poll(async () => (await result(id)).errors)
    .toMatchObject({
      error: 'field "url" expected in webhook response, but not found',
    })
})

test('what an engine was working on when it was killed is called again by another', async () => {
  const { rows } = await server.database.query<{ id: string }>(
    `INSERT INTO hdb_catalog.hdb_action_log
       (action_name, input_payload, request_headers, session_variables, status, locked_by)
     VALUES ('resize', '{"width": 1}', '{}', '{"x-hasura-role": "user", "x-hasura-user-id": "7"}', 'processing', 12345)
     RETURNING id`,
  )
  await expect.poll(() => result(rows[0]?.id ?? '')).toMatchObject({ output: { url: 'http://p' } })
})
