import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Fault } from '../../dev/github/faults.js'
import { type Person, person } from '../../dev/github/people.js'
import { count } from '../../dev/stack/count.js'
import { keyIdOf } from '../../functions/seal/key-ring.js'
import { syncUser } from '../../functions/sync/sync-user.js'
import { memberOf, membershipRules, type SyncStack, startSyncStack } from '../support/sync-stack.js'
import { secret } from '../support/test-env.js'
import { waitForEvents } from '../support/wait-for-events.js'

/** One test for each line of the table in docs/sync.md. */
let stack: SyncStack
/** Each test has a person of its own: what is still on its way from another one reaches nobody else. */
const people: Person[] = Array.from({ length: 40 }, (_, index) => ({
  ...person(7_000_000 + index, `person${index}`, `Person ${index}`, `person${index}@example.com`),
  memberships: [memberOf('acme', 'core'), memberOf('umbrella')],
}))
const unused = people.values()
let login: string
let userId: string

beforeAll(async () => {
  stack = await startSyncStack({ stack: { github: { people } } })
})

afterAll(() => stack?.close())

beforeEach(async () => {
  await stack.reset()
  const next = unused.next()
  if (next.done) throw new Error('every person has had a test')
  login = next.value.login
  userId = (await stack.signIn(login)).userId
  await waitForEvents(stack.database)
})

const profilePath = '/api/v3/user'
const json = { 'content-type': 'application/json' }

async function notes() {
  const { rows } = await stack.database.query(
    `select login, name, email, github_roles::text, synced_at::text, sync_attempted_at::text, sync_error, updated_at::text
     from users where id = $1`,
    [userId],
  )
  return rows[0]
}

const sessions = () => count(stack.database, 'sessions', `user_id = '${userId}'`)

/** Delivers an event while GitHub misbehaves once. */
async function deliverDespite(fault: Fault, path = profilePath): Promise<Response> {
  stack.github.fail(path, fault)
  return stack.deliver(userId)
}

describe('a sync', () => {
  it.each<[string, Fault, number]>([
    ['down', { kind: 'answer', status: 500 }, 503],
    ['answering with a page of a proxy', { kind: 'answer', status: 502, body: '<html>' }, 503],
    ['resetting connections', { kind: 'reset' }, 503],
    ['breaking off', { kind: 'half-body', body: '{"id":' }, 503],
    ['silent', { kind: 'silence' }, 504],
  ])('writes nothing and is tried again while GitHub is %s', async (_name, fault, status) => {
    const before = await notes()
    expect((await deliverDespite(fault)).status).toBe(status)
    expect(await notes()).toEqual(before)
  })

  it('waits for GitHub when it is slow', async () => {
    const answer = await deliverDespite({ kind: 'slow', milliseconds: 300 })
    expect(await answer.json()).toMatchObject({ outcome: 'synced' })
  })

  it.each<[string, number, () => Record<string, string>]>([
    ['primary', 403, () => ({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': inSeconds(900) })],
    ['secondary', 403, () => ({ 'retry-after': '900' })],
    ['secondary', 429, () => ({ 'retry-after': '900' })],
  ])('is tried again by Hasura when the %s rate limit says', async (_name, status, headers) => {
    const before = await notes()
    stack.github.fail(profilePath, { kind: 'answer', status, headers: headers() })
    await stack.database.query('update users set sync_requested_at = now() where id = $1', [userId])
    const due = async () => {
      const { rows } = await stack.database.query<{ seconds: string; tries: string }>(
        `select extract(epoch from next_retry_at - (now() at time zone 'UTC'))::int as seconds, tries
         from hdb_catalog.event_log where not delivered and next_retry_at is not null`,
      )
      return rows.map(({ seconds, tries }) => ({
        isDue: Math.abs(Number(seconds) - 900) < 30,
        tries: Number(tries),
      }))
    }
    await expect.poll(due, { interval: 50 }).toEqual([{ isDue: true, tries: 1 }])
    expect(await notes()).toEqual(before)
    await stack.database.query(
      `update hdb_catalog.event_log set next_retry_at = now() at time zone 'UTC' where not delivered`,
    )
    await waitForEvents(stack.database)
    expect(await notes()).toMatchObject({ sync_error: null })
  })

  it('S-GH-15 ends the sessions and the grant when GitHub says 401', async () => {
    stack.github.revokeTokens(login)
    const answer = await stack.deliver(userId)
    expect([answer.status, await answer.json()]).toMatchObject([200, { outcome: 'access-lost' }])
    expect(await notes()).toMatchObject({ github_roles: '[]', sync_error: 'GitHub: bad credentials' })
    expect([await sessions(), await count(stack.database, 'github_tokens', `user_id = '${userId}'`)]).toEqual(
      [0, 0],
    )
    expect(await (await stack.deliver(userId)).json()).toMatchObject({ outcome: 'skipped' })
  })

  it('S-GH-14 ends the sessions and keeps the grant when no allowed organisation is left', async () => {
    stack.github.changePerson(login, { memberships: [] })
    expect((await stack.deliver(userId)).status).toBe(200)
    expect(await notes()).toMatchObject({
      github_roles: '[]',
      sync_error: expect.stringContaining('no membership'),
    })
    expect([await sessions(), await count(stack.database, 'github_tokens', `user_id = '${userId}'`)]).toEqual(
      [0, 1],
    )
  })

  it.each([403, 429] as const)(
    'R-01f ends nothing at a secondary rate limit that says %s',
    async (status) => {
      const before = await notes()
      for (const path of [profilePath, '/api/v3/user/memberships/orgs', '/api/v3/user/emails']) {
        const answer = await deliverDespite({ kind: 'secondary-rate-limit', status }, path)
        expect([path, answer.status, answer.headers.get('retry-after')]).toEqual([path, 503, '60'])
      }
      expect(await notes()).toEqual(before)
      expect(await sessions()).toBeGreaterThan(0)
    },
  )

  it('names the scope that is missing', async () => {
    const headers = { 'x-accepted-oauth-scopes': 'read:org, user', 'x-oauth-scopes': 'user:email' }
    const answer = await deliverDespite(
      { kind: 'answer', status: 403, headers, body: '{}' },
      '/api/v3/user/memberships/orgs',
    )
    expect(await answer.json()).toMatchObject({ outcome: 'access-lost' })
    expect(await notes()).toMatchObject({ sync_error: expect.stringContaining('read:org') })
  })

  const other = {
    id: 4242,
    login: 'other',
    name: null,
    avatar_url: 'https://avatars.example/1',
    type: 'User',
  }
  it.each<[string, Fault, string?]>([
    ['a page', { kind: 'answer', status: 200, headers: { 'content-type': 'text/html' }, body: '<html>' }],
    ['nothing', { kind: 'answer', status: 204 }],
    ['an id that is text', { kind: 'answer', status: 200, headers: json, body: '{"id":"1001001"}' }],
    [
      'an id of zero',
      { kind: 'answer', status: 200, headers: json, body: JSON.stringify({ ...other, id: 0 }) },
    ],
    ['another account', { kind: 'answer', status: 200, headers: json, body: JSON.stringify(other) }],
    ['too much', { kind: 'huge-body', bytes: 2_000_000 }],
    ['not found', { kind: 'answer', status: 404, headers: json, body: '{}' }],
    [
      'a single address',
      { kind: 'answer', status: 200, headers: json, body: '{"email":"x"}' },
      '/api/v3/user/emails',
    ],
    [
      'teams without a slug',
      { kind: 'answer', status: 200, headers: json, body: '[{}]' },
      '/api/v3/user/teams',
    ],
  ])('writes nothing and is tried again when GitHub gives %s', async (_name, fault, path = profilePath) => {
    stack.github.changePerson(login, { name: 'Somebody New' })
    const before = await notes()
    expect((await deliverDespite(fault, path)).status).toBe(502)
    expect(await notes()).toEqual(before)
    expect(await (await stack.deliver(userId)).json()).toEqual({ outcome: 'synced', changed: ['name'] })
    expect(await notes()).toMatchObject({ name: 'Somebody New', sync_error: null })
  })

  it('goes on without the e-mail address that GitHub does not show', async () => {
    const body = '{"message":"Resource not accessible by integration"}'
    const answer = await deliverDespite({ kind: 'answer', status: 403, body }, '/api/v3/user/emails')
    expect(await answer.json()).toEqual({ outcome: 'synced', changed: ['email'] })
    expect(await notes()).toMatchObject({ email: null, sync_error: null })
  })

  it('records a token that no secret opens, which the next sign-in replaces', async () => {
    const elsewhere = await stack.addHost({
      ...membershipRules,
      AUTH_SECRET: secret(),
      AUTH_SECRETS_RETIRED: keyIdOf(stack.secrets.authSecret),
    })
    expect(await deliverTo(elsewhere.url)).toMatchObject({ outcome: 'failed' })
    expect(await notes()).toMatchObject({ sync_error: expect.stringContaining('AUTH_SECRET') })
    expect(await sessions()).toBeGreaterThan(0)
    await stack.signIn(login)
    await waitForEvents(stack.database)
    expect(await notes()).toMatchObject({ sync_error: null })
  })

  it('records a role of the map that the database does not have', async () => {
    const elsewhere = await stack.addHost({ ...membershipRules, GITHUB_ROLE_MAP: '{"acme":"nosuchrole"}' })
    expect(await deliverTo(elsewhere.url)).toMatchObject({ outcome: 'failed' })
    const named = /^Hasura: constraint-violation: .* does not have: nosuchrole$/
    expect(await notes()).toMatchObject({ sync_error: expect.stringMatching(named) })
  })
})

describe('of two at once', () => {
  /** A sync whose answers of GitHub arrive only when the test lets them. */
  function heldSync() {
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    let answered = 0
    const slowFetch: typeof fetch = async (input, init) => {
      const response = await fetch(input, init)
      if (!String(input).startsWith(stack.urls.github)) return response
      answered += 1
      await held
      return response
    }
    const report = syncUser(stack.deps({ fetch: slowFetch }), userId)
    const hasRead = () => expect.poll(() => answered, { interval: 5 }).toBe(4)
    return { report, release, hasRead }
  }

  it('the one that began later stays, although it wrote earlier', async () => {
    const early = heldSync()
    await early.hasRead()
    stack.github.changePerson(login, { name: 'Later', memberships: [memberOf('acme')] })
    expect(await (await stack.deliver(userId)).json()).toMatchObject({ outcome: 'synced' })
    early.release()
    expect(await early.report).toMatchObject({ outcome: 'overtaken' })
    expect(await notes()).toMatchObject({ name: 'Later', github_roles: '[]' })
    expect(await (await stack.deliver(userId)).json()).toEqual({ outcome: 'synced', changed: [] })
  })

  it('S-GH-14 one that saw the membership gives no role back to whoever has left', async () => {
    const early = heldSync()
    await early.hasRead()
    stack.github.changePerson(login, { memberships: [] })
    expect(await (await stack.deliver(userId)).json()).toMatchObject({ outcome: 'access-lost' })
    early.release()
    expect(await early.report).toMatchObject({ outcome: 'overtaken' })
    expect(await notes()).toMatchObject({ github_roles: '[]', sync_error: expect.any(String) })
  })

  it('one that saw no membership ends nothing of whoever came back', async () => {
    stack.github.changePerson(login, { memberships: [] })
    const early = heldSync()
    await early.hasRead()
    stack.github.changePerson(login, { memberships: [memberOf('acme', 'core')] })
    await stack.deliver(userId)
    early.release()
    expect(await early.report).toMatchObject({ outcome: 'overtaken' })
    expect(await notes()).toMatchObject({ github_roles: '["moderator"]', sync_error: null })
    expect(await sessions()).toBeGreaterThan(0)
  })

  it('a revoked grant ends nothing of whoever signed in anew meanwhile', async () => {
    stack.github.revokeTokens(login)
    const early = heldSync()
    await early.hasRead()
    await stack.signIn(login)
    early.release()
    expect(await early.report).toMatchObject({ outcome: 'overtaken' })
    expect(await sessions()).toBeGreaterThan(0)
    expect(await count(stack.database, 'github_tokens', `user_id = '${userId}'`)).toBe(1)
  })
})

describe('without Hasura', () => {
  it('a sync is tried again', async () => {
    await stack.withoutEngine(async () => {
      expect((await stack.deliver(userId)).status).toBe(503)
    })
    expect(await (await stack.deliver(userId)).json()).toMatchObject({ outcome: 'synced' })
  })
})

async function deliverTo(app: string): Promise<unknown> {
  const response = await fetch(`${app}/api/events/sync_user`, {
    method: 'POST',
    headers: { ...json, 'x-webhook-secret': stack.environment.functions['EVENT_SECRET'] ?? '' },
    body: JSON.stringify({
      id: 'x',
      trigger: { name: 'sync_user' },
      table: { schema: 'public', name: 'users' },
      event: { op: 'MANUAL', data: { old: null, new: { id: userId } } },
    }),
  })
  return response.json()
}

function inSeconds(seconds: number): string {
  return String(Math.ceil(Date.now() / 1000) + seconds)
}
