import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Fault } from '../../dev/github/faults.js'
import { count } from '../../dev/stack/count.js'
import { runEngine } from '../../dev/stack/start-stack.js'
import { syncUser } from '../../functions/sync/sync-user.js'
import {
  memberOf,
  memberPeople,
  membershipRules,
  type SyncStack,
  startSyncStack,
} from '../support/sync-stack.js'
import { secret } from '../support/test-env.js'
import { waitForEvents } from '../support/wait-for-events.js'

/** One test for each line of the table in docs/sync.md. */
let stack: SyncStack
let userId: string

beforeAll(async () => {
  stack = await startSyncStack()
})

afterAll(() => stack?.close())

beforeEach(async () => {
  stack.github.clearFaults()
  for (const person of memberPeople()) stack.github.changePerson(person.login, person)
  userId = (await stack.signIn('ada')).userId
  await waitForEvents(stack.database)
})

afterEach(() => stack.gate.drop())

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

  it.each<[string, Fault]>([
    [
      'primary',
      {
        kind: 'answer',
        status: 403,
        headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset(900) },
      },
    ],
    ['secondary', { kind: 'answer', status: 403, headers: { 'retry-after': '900' } }],
    ['secondary', { kind: 'answer', status: 429, headers: { 'retry-after': '900' } }],
  ])('is tried again by Hasura when the %s rate limit says', async (_name, fault) => {
    const before = await notes()
    stack.github.fail(profilePath, fault)
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
    stack.github.revokeTokens('ada')
    const answer = await stack.deliver(userId)
    expect([answer.status, await answer.json()]).toMatchObject([200, { outcome: 'access-lost' }])
    expect(await notes()).toMatchObject({ github_roles: '[]', sync_error: 'GitHub: bad credentials' })
    expect([await sessions(), await count(stack.database, 'github_tokens', `user_id = '${userId}'`)]).toEqual(
      [0, 0],
    )
    expect(await (await stack.deliver(userId)).json()).toMatchObject({ outcome: 'skipped' })
  })

  it('S-GH-14 ends the sessions and keeps the grant when no allowed organisation is left', async () => {
    stack.github.changePerson('ada', { memberships: [] })
    expect((await stack.deliver(userId)).status).toBe(200)
    expect(await notes()).toMatchObject({
      github_roles: '[]',
      sync_error: expect.stringContaining('no membership'),
    })
    expect([await sessions(), await count(stack.database, 'github_tokens', `user_id = '${userId}'`)]).toEqual(
      [0, 1],
    )
  })

  it('names the scope that is missing', async () => {
    const answer = await deliverDespite(
      { kind: 'answer', status: 403, body: '{}' },
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
  ])('records it when GitHub gives %s, and writes nothing else', async (_name, fault, path = profilePath) => {
    stack.github.changePerson('ada', { name: 'Somebody New' })
    const before = await notes()
    const answer = await deliverDespite(fault, path)
    expect([answer.status, await answer.json()]).toEqual([200, { outcome: 'failed', changed: [] }])
    const after = await notes()
    expect(after?.['sync_error']).toMatch(/^GitHub gave/)
    expect({ ...after, sync_error: null, sync_attempted_at: null }).toEqual({
      ...before,
      sync_attempted_at: null,
    })
    expect(await (await stack.deliver(userId)).json()).toEqual({ outcome: 'synced', changed: ['name'] })
    expect(await notes()).toMatchObject({ name: 'Somebody New', sync_error: null })
  })

  it('goes on without the e-mail address that GitHub does not show', async () => {
    const answer = await deliverDespite({ kind: 'answer', status: 403, body: '{}' }, '/api/v3/user/emails')
    expect(await answer.json()).toEqual({ outcome: 'synced', changed: ['email'] })
    expect(await notes()).toMatchObject({ email: null, sync_error: null })
  })

  it('records a token that no secret opens, which the next sign-in replaces', async () => {
    const elsewhere = await stack.addHost({ ...membershipRules, AUTH_SECRET: secret() })
    expect(await deliverTo(elsewhere.url)).toMatchObject({ outcome: 'failed' })
    expect(await notes()).toMatchObject({ sync_error: expect.stringContaining('AUTH_SECRET') })
    expect(await sessions()).toBeGreaterThan(0)
    await stack.signIn('ada')
    await waitForEvents(stack.database)
    expect(await notes()).toMatchObject({ sync_error: null })
  })

  it('records a role of the map that the database does not have', async () => {
    const elsewhere = await stack.addHost({ ...membershipRules, GITHUB_ROLE_MAP: '{"acme":"nosuchrole"}' })
    expect(await deliverTo(elsewhere.url)).toMatchObject({ outcome: 'failed' })
    expect(await notes()).toMatchObject({ sync_error: 'Hasura: constraint-violation' })
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
    stack.github.changePerson('ada', { name: 'Later', memberships: [memberOf('acme')] })
    expect(await (await stack.deliver(userId)).json()).toMatchObject({ outcome: 'synced' })
    early.release()
    expect(await early.report).toMatchObject({ outcome: 'overtaken' })
    expect(await notes()).toMatchObject({ name: 'Later', github_roles: '[]' })
    expect(await (await stack.deliver(userId)).json()).toEqual({ outcome: 'synced', changed: [] })
  })

  it('S-GH-14 one that saw the membership gives no role back to whoever has left', async () => {
    const early = heldSync()
    await early.hasRead()
    stack.github.changePerson('ada', { memberships: [] })
    expect(await (await stack.deliver(userId)).json()).toMatchObject({ outcome: 'access-lost' })
    early.release()
    expect(await early.report).toMatchObject({ outcome: 'overtaken' })
    expect(await notes()).toMatchObject({ github_roles: '[]', sync_error: expect.any(String) })
  })

  it('one that saw no membership ends nothing of whoever came back', async () => {
    stack.github.changePerson('ada', { memberships: [] })
    const early = heldSync()
    await early.hasRead()
    stack.github.changePerson('ada', { memberships: [memberOf('acme', 'core')] })
    await stack.deliver(userId)
    early.release()
    expect(await early.report).toMatchObject({ outcome: 'overtaken' })
    expect(await notes()).toMatchObject({ github_roles: '["moderator"]', sync_error: null })
    expect(await sessions()).toBeGreaterThan(0)
  })

  it('a revoked grant ends nothing of whoever signed in anew meanwhile', async () => {
    stack.github.revokeTokens('ada')
    const early = heldSync()
    await early.hasRead()
    await stack.signIn('ada')
    early.release()
    expect(await early.report).toMatchObject({ outcome: 'overtaken' })
    expect(await sessions()).toBeGreaterThan(0)
    expect(await count(stack.database, 'github_tokens', `user_id = '${userId}'`)).toBe(1)
  })
})

describe('without Hasura', () => {
  it('a sync is tried again', async () => {
    await stack.engine.close()
    expect((await stack.deliver(userId)).status).toBe(503)
    const port = Number(new URL(stack.urls.engine).port)
    const engine = await runEngine(stack.database, {
      port,
      environment: stack.environment,
      log: () => undefined,
    })
    expect(await (await stack.deliver(userId)).json()).toMatchObject({ outcome: 'synced' })
    await engine.close()
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

function reset(seconds: number): string {
  return String(Math.ceil(Date.now() / 1000) + seconds)
}
