import { strict as assert } from 'node:assert'
import { setTimeout } from 'node:timers/promises'
import { z } from 'zod'
import { requestGraphql, requireGraphql } from '../graphql-client.js'
import { type FlowOptions, type Session, signIn } from '../graphql-flow.js'
import type { Say } from '../step.js'

export async function queryOwnRows(
  { endpoint }: FlowOptions,
  { accessToken, userId }: Session,
  say: Say,
): Promise<void> {
  const query = '{ users { id login name default_role } sessions { client created_at } user_roles { role } }'
  const data = await requireGraphql(endpoint, { query, token: accessToken })
  for (const [table, rows] of Object.entries(data)) say(`${table.padEnd(10)} ${JSON.stringify(rows)}`)
  const users = z.array(z.object({ id: z.string() })).parse(data['users'])
  assert.deepEqual(
    users.map(({ id }) => id),
    [userId],
  )
}

export async function refuseForeignRows(
  flow: FlowOptions,
  { accessToken }: Session,
  say: Say,
): Promise<void> {
  const ben = await signIn(flow, 'ben')
  say(`Ben is     ${ben.userId} ${ben.login} (${ben.name})`)
  const query = `query ($id: String!) {
    byKey: users_by_pk(id: $id) { id }
    byFilter: users(where: { id: { _eq: $id } }) { id }
  }`
  const data = await requireGraphql(flow.endpoint, {
    query,
    variables: { id: ben.userId },
    token: accessToken,
  })
  say(`Ada sees   ${JSON.stringify(data)}`)
  assert.deepEqual(data, { byKey: null, byFilter: [] })
  const asAdmin = { query: '{ users { id } }', token: accessToken, headers: { 'x-hasura-role': 'admin' } }
  const { errors } = await requestGraphql(flow.endpoint, asAdmin)
  say(`as admin   ${errors?.[0]?.message}`)
  assert.ok(errors, 'a user token with the role admin must be refused')
}

const syncDeadlineMilliseconds = 20_000
const pollMilliseconds = 200

export async function awaitSync(
  { endpoint }: FlowOptions,
  { accessToken }: Session,
  say: Say,
): Promise<void> {
  const query = '{ users { synced_at } }'
  const answer = z.object({ users: z.tuple([z.object({ synced_at: z.string().nullable() })]) })
  for (const startedAt = Date.now(); Date.now() - startedAt < syncDeadlineMilliseconds; ) {
    const [{ synced_at }] = answer.parse(await requireGraphql(endpoint, { query, token: accessToken })).users
    if (synced_at !== null) return say(`synced_at  ${synced_at}`)
    await setTimeout(pollMilliseconds)
  }
  throw new Error(`no sync within ${syncDeadlineMilliseconds / 1000} seconds`)
}
