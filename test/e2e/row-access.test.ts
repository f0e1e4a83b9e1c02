import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type GraphqlAnswer, requestGraphql } from '../../dev/demo/graphql-client.js'
import { type Session, signIn } from '../../dev/demo/graphql-flow.js'
import { count } from '../../dev/stack/count.js'
import { startTestStack, type TestStack } from '../support/test-stack.js'

let stack: TestStack
let ada: Session
let ben: Session

beforeAll(async () => {
  stack = await startTestStack()
  ada = await signIn(stack.flow, 'ada')
  ben = await signIn(stack.flow, 'ben')
})

beforeEach(() => stack.reset())

afterAll(() => stack?.close())

function asAda(query: string, headers: Record<string, string> = {}): Promise<GraphqlAnswer> {
  return requestGraphql(stack.flow.endpoint, { query, token: ada.accessToken, headers })
}

async function benSessionId(): Promise<string> {
  const query = '{ sessions { id } }'
  const { rows } = await stack.database.query<{ id: string }>('select id from sessions where user_id = $1', [
    ben.userId,
  ])
  const { data } = await requestGraphql(stack.flow.endpoint, { query, token: ben.accessToken })
  expect(data).toEqual({ sessions: rows })
  return rows[0]?.id ?? ''
}

describe("another person's rows", () => {
  it('S-HASURA-04 cannot be read by key', async () => {
    const session = await benSessionId()
    const { data } = await asAda(
      `{ users_by_pk(id: "${ben.userId}") { id } sessions_by_pk(id: "${session}") { id } }`,
    )
    expect(data).toEqual({ users_by_pk: null, sessions_by_pk: null })
  })

  it('S-HASURA-04 cannot be read by filter, order or offset', async () => {
    const { data } = await asAda(`{
      byKey: users(where: { id: { _eq: "${ben.userId}" } }) { id }
      byLogin: users(where: { login: { _like: "%" } }, order_by: { login: desc }) { login }
      byOffset: users(offset: 1) { id }
      sessions(where: { id: { _eq: "${await benSessionId()}" } }) { id }
    }`)
    expect(data).toEqual({ byKey: [], byLogin: [{ login: 'ada' }], byOffset: [], sessions: [] })
  })

  it('S-HASURA-04 are not counted by aggregates', async () => {
    const { data, errors } = await asAda('{ users_aggregate { aggregate { count } } }')
    if (errors) expect(errors[0]?.message).toBe("field 'users_aggregate' not found in type: 'query_root'")
    else expect(data).toEqual({ users_aggregate: { aggregate: { count: 1 } } })
  })

  it('S-HASURA-04 cannot be reached through relationships', async () => {
    const { data, errors } = await asAda(
      '{ users { sessions { user { login } } user_roles { user { login } } } }',
    )
    if (errors) expect(errors[0]?.message).toMatch(/^field '\w+' not found in type/)
    else expect(JSON.stringify(data)).not.toContain('ben')
  })

  it('S-HASURA-04 cannot be told apart by filters on relationships', async () => {
    const { data, errors } = await asAda(
      `{ users(where: { sessions: { id: { _eq: "${await benSessionId()}" } } }) { id } }`,
    )
    if (errors) expect(errors[0]?.message).toMatch(/^field '\w+' not found in type/)
    else expect(data).toEqual({ users: [] })
  })

  it('S-HASURA-04 cannot be deleted', async () => {
    const session = await benSessionId()
    const { data } = await asAda(`mutation {
      byKey: delete_sessions_by_pk(id: "${session}") { id }
      byFilter: delete_sessions(where: { id: { _eq: "${session}" } }) { affected_rows }
    }`)
    expect(data).toEqual({ byKey: null, byFilter: { affected_rows: 0 } })
    expect(await count(stack.database, 'sessions', `id = '${session}'`)).toBe(1)
  })

  it('S-HASURA-06 hides e-mail addresses, tokens and everything that only the functions need', async () => {
    for (const field of [
      'users { email }',
      'github_tokens { token }',
      'sessions { generation }',
      'roles { value }',
    ]) {
      const { errors } = await asAda(`{ ${field} }`)
      expect([field, errors?.[0]?.extensions?.code]).toEqual([field, 'validation-failed'])
    }
  })

  it('S-HASURA-05 does not open by asking for another role', async () => {
    for (const role of ['admin', 'auth_service', 'moderator', 'anonymous']) {
      const { data, errors } = await asAda('{ users { id } }', { 'x-hasura-role': role })
      expect([role, data, errors?.[0]?.extensions?.code]).toEqual([role, undefined, 'access-denied'])
    }
  })

  it('S-HASURA-03 does not open by naming its owner in a header', async () => {
    const forged = { 'x-hasura-user-id': ben.userId, 'x-hasura-role': 'user' }
    const withToken = await asAda('{ users { id } }', { 'x-hasura-user-id': ben.userId })
    expect(withToken.data).toEqual({ users: [{ id: ada.userId }] })
    const { data } = await requestGraphql(stack.flow.endpoint, { query: '{ users { id } }', headers: forged })
    expect(data).toBeUndefined()
  })

  it('own rows can be read, and an own device signed out', async () => {
    const other = await signIn(stack.flow, 'ada')
    const { rows } = await stack.database.query<{ id: string }>(
      'select id from sessions where user_id = $1 order by created_at desc limit 1',
      [other.userId],
    )
    const { data } = await asAda(`mutation { delete_sessions_by_pk(id: "${rows[0]?.id}") { id } }`)
    expect(data).toEqual({ delete_sessions_by_pk: { id: rows[0]?.id } })
    const query = `mutation { refreshSession(refreshToken: "${other.refreshToken}") { userId } }`
    const refused = await requestGraphql(stack.flow.endpoint, { query })
    expect(refused.errors?.[0]?.extensions?.code).toBe('invalid-refresh-token')
  })
})
