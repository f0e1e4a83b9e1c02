import { expect, test } from 'vitest'
import { asAdmin, startTestServer } from './support.js'

/** What `internal` of a Postgres error and of a failed command show to a role. */
async function shown(env: Record<string, string>) {
  const users = { table: { schema: 'public', name: 'users' } }
  const select_permissions = [{ role: 'user', permission: { columns: ['id'], filter: {} } }]
  const server = await startTestServer({ env, content: { tables: [{ ...users, select_permissions }] } })
  const broken = '{ users(where: {id: {_eq: "x"}}) { id } }'
  const reply = await server.graphql(broken)
  const asUser = await server.graphql(broken, { ...asAdmin, 'x-hasura-role': 'user' })
  const command = await server.post(
    '/v2/query',
    { type: 'run_sql', args: { sql: 'SELECT nothing' } },
    asAdmin,
  )
  await server.close()
  return [reply, asUser, command.json].map((json) => JSON.stringify(json).includes('"internal"'))
}

test('internal is for admins', async () => {
  expect(await shown({})).toEqual([true, false, true])
})

test('HASURA_GRAPHQL_ADMIN_INTERNAL_ERRORS=false keeps it from them (Hasura.Server.Init.Config)', async () => {
  expect(await shown({ HASURA_GRAPHQL_ADMIN_INTERNAL_ERRORS: 'false' })).toEqual([false, false, false])
})

test('HASURA_GRAPHQL_DEV_MODE=true shows it to everybody, whatever the other says', async () => {
  const env = { HASURA_GRAPHQL_DEV_MODE: 'true', HASURA_GRAPHQL_ADMIN_INTERNAL_ERRORS: 'false' }
  expect(await shown(env)).toEqual([true, true, true])
})
