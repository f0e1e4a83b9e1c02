import { strict as assert } from 'node:assert'
import { requestGraphql, requireGraphql } from '../graphql-client.js'
import { type FlowOptions, refresh, type Session, signIn } from '../graphql-flow.js'
import { type Say, shorten } from '../step.js'

export async function refreshTwice(flow: FlowOptions, first: Session, say: Say): Promise<Session> {
  const second = await refresh(flow, first.refreshToken)
  const third = await refresh(flow, second.refreshToken)
  for (const { refreshToken } of [first, second, third]) say(`refresh    ${shorten(refreshToken)}`)
  assert.equal(new Set([first, second, third].map(({ refreshToken }) => refreshToken)).size, 3)
  return third
}

export async function refuseReuse(
  flow: FlowOptions,
  first: Session,
  newest: Session,
  say: Say,
): Promise<void> {
  say(`the first  ${await refusalOf(flow, first.refreshToken)}`)
  say(`the newest ${await refusalOf(flow, newest.refreshToken)}`)
}

export async function signOut(flow: FlowOptions, say: Say): Promise<void> {
  const { refreshToken, isNewUser } = await signIn(flow, 'ada')
  say(`known      ${!isNewUser}: the same person keeps one row`)
  assert.equal(isNewUser, false)
  const query = 'mutation ($refreshToken: String!) { logout(refreshToken: $refreshToken) { revoked } }'
  const data = await requireGraphql(flow.endpoint, { query, variables: { refreshToken } })
  say(`logout     ${JSON.stringify(data['logout'])}`)
  assert.deepEqual(data['logout'], { revoked: 1 })
  say(`afterwards ${await refusalOf(flow, refreshToken)}`)
}

async function refusalOf({ endpoint }: FlowOptions, refreshToken: string): Promise<string> {
  const query = 'mutation ($refreshToken: String!) { refreshSession(refreshToken: $refreshToken) { userId } }'
  const { errors } = await requestGraphql(endpoint, { query, variables: { refreshToken } })
  assert.ok(errors?.[0], 'the refresh token must be refused')
  return `refused: ${errors[0].extensions?.code} (${errors[0].message})`
}
