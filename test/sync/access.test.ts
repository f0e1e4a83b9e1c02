import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { refresh } from '../../dev/demo/graphql-flow.js'
import { count } from '../../dev/stack/count.js'
import {
  expectedRow,
  memberOf,
  memberPeople,
  type SyncStack,
  startSyncStack,
  storedRow,
} from '../support/sync-stack.js'
import { waitForEvents } from '../support/wait-for-events.js'

let stack: SyncStack

beforeAll(async () => {
  stack = await startSyncStack()
})

beforeEach(() => stack.reset())

afterAll(() => stack?.close())

async function signedIn(login: string) {
  const session = await stack.signIn(login)
  await waitForEvents(stack.database)
  return session
}

const sessionsOf = (userId: string) => count(stack.database, 'sessions', `user_id = '${userId}'`)

describe('somebody who leaves', () => {
  it('S-GH-14 keeps sessions with one allowed organisation left, and loses them with the last, within one sync', async () => {
    const { userId, refreshToken } = await signedIn('ada')
    stack.github.changePerson('ada', { memberships: [memberOf('umbrella')] })
    expect(await (await stack.deliver(userId)).json()).toEqual({
      outcome: 'synced',
      changed: ['github_roles'],
    })
    expect(await storedRow(stack, userId)).toMatchObject({ roles: ['user manual'] })
    expect(await sessionsOf(userId)).toBeGreaterThan(0)

    stack.github.changePerson('ada', { memberships: [] })
    expect(await (await stack.deliver(userId)).json()).toMatchObject({ outcome: 'access-lost' })
    expect(await sessionsOf(userId)).toBe(0)
    await expect(refresh(stack.flow, refreshToken)).rejects.toThrow('session is over')
    expect(await storedRow(stack, userId)).toMatchObject({
      sync_error: expect.stringContaining('no membership'),
    })
  })

  it('S-GH-14 is not kept by an invitation', async () => {
    const { userId } = await signedIn('ben')
    stack.github.changePerson('ben', { memberships: [{ ...memberOf('acme'), state: 'pending' }] })
    await stack.deliver(userId)
    expect(await sessionsOf(userId)).toBe(0)
  })

  it('keeps the roles that an operator granted', async () => {
    const { userId } = await signedIn('cleo')
    stack.github.changePerson('cleo', { memberships: [memberOf('acme')] })
    await stack.deliver(userId)
    await stack.database.query(`insert into user_roles (user_id, role) values ($1, 'moderator')`, [userId])
    stack.github.changePerson('cleo', { memberships: [memberOf('acme', 'core')] })
    await stack.deliver(userId)
    stack.github.changePerson('cleo', { memberships: [] })
    await stack.deliver(userId)
    expect(await storedRow(stack, userId)).toMatchObject({ roles: ['moderator manual', 'user manual'] })
  })

  it('is written about once, however often cron finds the same', async () => {
    const { userId } = await signedIn('ada')
    stack.github.changePerson('ada', { memberships: [] })
    const logged = () => count(stack.database, 'auth_log', `user_id = '${userId}' and event = 'access-lost'`)
    const before = await logged()
    await stack.deliver(userId)
    await stack.deliver(userId)
    expect(await (await stack.deliver(userId)).json()).toEqual({ outcome: 'access-lost', changed: [] })
    expect((await logged()) - before).toBe(1)
  })

  it('gets the roles back with the membership, and sessions by signing in only', async () => {
    const { userId } = await signedIn('ada')
    stack.github.changePerson('ada', { memberships: [] })
    await stack.deliver(userId)
    stack.github.changePerson('ada', { memberships: [memberOf('acme', 'core')] })
    expect(await (await stack.deliver(userId)).json()).toMatchObject({ outcome: 'synced' })
    const [ada] = memberPeople()
    expect(await storedRow(stack, userId)).toEqual(ada && expectedRow(ada, stack.urls.github))
    expect(await sessionsOf(userId)).toBe(0)
    await stack.signIn('ada')
    expect(await sessionsOf(userId)).toBe(1)
  })
})

describe('logins', () => {
  it('S-GH-06 that change hands stay with the ids that have them', async () => {
    const [ada, ben] = [await signedIn('ada'), await signedIn('ben')]
    stack.github.changePerson('ada', { login: 'ada-renamed' })
    stack.github.changePerson('ben', { login: 'ada' })
    await stack.deliver(ben.userId)
    expect(await storedRow(stack, ben.userId)).toMatchObject({ login: 'ada', email: 'ben@example.com' })
    expect(await storedRow(stack, ada.userId)).toMatchObject({ login: 'ada', email: 'ada@example.com' })
    await stack.deliver(ada.userId)
    expect(await storedRow(stack, ada.userId)).toMatchObject({ login: 'ada-renamed', name: 'Ada Marlow' })
    expect(await count(stack.database, 'users', "login = 'ada'")).toBe(1)
  })
})

describe('a sync without news', () => {
  it('touches no row but its own times, and makes no event', async () => {
    const { userId } = await signedIn('ada')
    await stack.deliver(userId)
    const versions = async () => {
      const { rows } = await stack.database.query(
        `select
           (select json_agg(xmin::text || ctid::text order by role) from user_roles where user_id = $1)::text as roles,
           (select xmin::text || ctid::text from github_tokens where user_id = $1) as token,
           (select updated_at::text from users where id = $1) as updated_at,
           (select count(*) from hdb_catalog.event_log) as events,
           (select count(*) from auth_log) as logged`,
        [userId],
      )
      return rows
    }
    const before = await versions()
    stack.githubCalls.length = 0
    for (let run = 0; run < 3; run += 1)
      expect(await (await stack.deliver(userId)).json()).toEqual({ outcome: 'synced', changed: [] })
    expect(await versions()).toEqual(before)
    expect(stack.githubCalls.filter(({ headers }) => headers['if-none-match'] === undefined)).toEqual([])
  })

  it('S-HOOK-08 reads GitHub once for an event that comes three times', async () => {
    stack.gate.hold('/api/events')
    const { userId } = await stack.signIn('ben')
    stack.gate.open()
    await waitForEvents(stack.database)
    stack.githubCalls.length = 0
    const query = 'select wanted from users where id = $1'
    const { rows } = await stack.database.query<{ wanted: number }>(query, [userId])
    const event = { wanted: Number(rows[0]?.wanted) }
    for (let time = 0; time < 3; time += 1)
      expect(await (await stack.deliver(userId, event)).json()).toMatchObject({ outcome: 'skipped' })
    expect(stack.githubCalls).toEqual([])
  })
})
