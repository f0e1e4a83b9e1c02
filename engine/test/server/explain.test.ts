import { afterAll, beforeAll, expect, test } from 'vitest'
import { asAdmin, startTestServer, type TestServer, users } from './support.js'

let server: TestServer
beforeAll(async () => {
  const permission = { columns: ['id'], filter: { name: { _eq: 'X-Hasura-Name' } } }
  server = await startTestServer({
    content: { tables: [{ ...users, select_permissions: [{ role: 'user', permission }] }] },
  })
})
afterAll(() => server.close())

const explain = (query: string, user?: object, headers: Record<string, string> = asAdmin) =>
  server.post('/v1/graphql/explain', { query: { query }, user }, headers)
const plan = expect.arrayContaining([expect.stringContaining('Scan')])

test('a query is explained root field by root field', async () => {
  expect(await explain('{ __typename all: users { id } }')).toMatchObject({
    status: 200,
    json: [
      { field: '__typename', sql: null, plan: null },
      { field: 'all', sql: expect.stringContaining('select'), plan },
    ],
  })
})

test('a subscription is explained as the query that it polls', async () => {
  expect((await explain('subscription { users { id } }')).json).toMatchObject({
    sql: expect.stringContaining('select'),
    plan,
    variables: {},
  })
})

test('the user says whose query it is', async () => {
  const user = { 'X-Hasura-Role': 'user', 'X-Hasura-Name': 'Ann' }
  expect(await explain('{ users { id } }', user)).toMatchObject({ status: 200, json: [{ plan }] })
  expect(await explain('{ users { name } }', user)).toMatchObject({
    status: 400,
    json: { code: 'validation-failed', path: '$.selectionSet.users.selectionSet.name' },
  })
})

test('mutations are not explained, and nothing to other roles', async () => {
  expect((await explain('mutation { delete_users(where: {}) { affected_rows } }')).json).toEqual({
    code: 'invalid-params',
    path: '$',
    error: 'only queries can be explained',
  })
  expect(await explain('{ users { id } }', {}, { ...asAdmin, 'x-hasura-role': 'user' })).toMatchObject({
    status: 400,
    json: { code: 'access-denied', error: 'You have to be an admin to access this endpoint' },
  })
})
