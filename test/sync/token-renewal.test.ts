import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { count } from '../../dev/stack/count.js'
import { syncUser } from '../../functions/sync/sync-user.js'
import { memberOf, membershipRules, type SyncStack, startSyncStack } from '../support/sync-stack.js'
import { waitForEvents } from '../support/wait-for-events.js'

let stack: SyncStack
let other: { url: string }
let userId: string

beforeAll(async () => {
  stack = await startSyncStack({
    env: { GITHUB_CLIENT_TYPE: 'github-app' },
    stack: { github: { clientType: 'github-app' } },
  })
  other = await stack.addHost({ ...membershipRules, GITHUB_CLIENT_TYPE: 'github-app' })
})

afterAll(() => stack?.close())

beforeEach(async () => {
  await stack.reset()
  stack.github.changePerson('ada', { memberships: [memberOf('acme', 'core')] })
  userId = (await stack.signIn('ada')).userId
  await waitForEvents(stack.database)
  stack.githubCalls.length = 0
})

const tokenPath = '/login/oauth/access_token'
const renewals = () => stack.githubCalls.filter(({ path }) => path === tokenPath).length

async function expire(): Promise<void> {
  await stack.database.query(`update github_tokens set expires_at = now() where user_id = $1`, [userId])
}

/** Delivers as Hasura does: again for as long as the answer is 503. */
async function deliverTo(app: string): Promise<unknown> {
  for (;;) {
    const answer = await deliverOnce(app)
    if (answer.status !== 503) return answer.json()
  }
}

function deliverOnce(app: string): Promise<Response> {
  return fetch(`${app}/api/events/sync_user`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-webhook-secret': stack.environment.functions['EVENT_SECRET'] ?? '',
    },
    body: JSON.stringify({
      id: 'x',
      trigger: { name: 'sync_user' },
      table: { schema: 'public', name: 'users' },
      event: { op: 'MANUAL', data: { old: null, new: { id: userId } } },
    }),
  })
}

describe('the token of a GitHub App', () => {
  it('S-GH-10 is renewed once however many functions of two processes want it, and nobody fails', async () => {
    for (let expiry = 1; expiry <= 2; expiry += 1) {
      await expire()
      const apps = Array.from({ length: 12 }, (_, index) => (index % 2 ? stack.urls.app : other.url))
      for (const report of await Promise.all(apps.map(deliverTo)))
        expect(report).toEqual({ outcome: expect.stringMatching(/^(synced|overtaken)$/), changed: [] })
      expect(renewals()).toBe(expiry)
    }
  }, 60_000)

  it('is renewed by the next caller when the first one died after its claim', async () => {
    await expire()
    const claimed = `update github_tokens set renewal_started_at = now() - $2::interval where user_id = $1`
    await stack.database.query(claimed, [userId, '20 seconds'])
    const waited = await stack.deliver(userId)
    expect([waited.status, waited.headers.get('retry-after'), renewals()]).toEqual([503, '5', 0])
    await stack.database.query(claimed, [userId, '91 seconds'])
    expect(await (await stack.deliver(userId)).json()).toMatchObject({ outcome: 'synced' })
    expect(renewals()).toBe(1)
    expect(await count(stack.database, 'github_tokens', 'renewal_started_at is not null')).toBe(0)
  })

  it('is not lost when Hasura is away for a moment after GitHub has renewed it', async () => {
    await expire()
    let failures = 2
    const breaking: typeof fetch = (input, init) => {
      if (String(init?.body).includes('SaveRenewal') && failures-- > 0)
        return Promise.reject(new TypeError('fetch failed'))
      return fetch(input, init)
    }
    expect(await syncUser(stack.deps({ fetch: breaking }), userId)).toMatchObject({ outcome: 'synced' })
    expect(await (await stack.deliver(userId)).json()).toMatchObject({ outcome: 'synced' })
    expect(renewals()).toBe(1)
  })

  it('S-GH-14 does not keep the sessions of somebody who left, although it was renewed to find that out', async () => {
    stack.github.changePerson('ada', { memberships: [] })
    await expire()
    expect(await (await stack.deliver(userId)).json()).toMatchObject({ outcome: 'access-lost' })
    expect(renewals()).toBe(1)
    expect(await count(stack.database, 'sessions', `user_id = '${userId}'`)).toBe(0)
    expect(await count(stack.database, 'user_roles', `user_id = '${userId}' and source = 'github'`)).toBe(0)
  })

  it('S-GH-15 ends with the grant when GitHub takes the refresh token no more', async () => {
    await expire()
    stack.github.revokeTokens('ada')
    expect(await (await stack.deliver(userId)).json()).toMatchObject({ outcome: 'access-lost' })
    expect(await count(stack.database, 'github_tokens', `user_id = '${userId}'`)).toBe(0)
    expect(await count(stack.database, 'sessions', `user_id = '${userId}'`)).toBe(0)
  })
})
