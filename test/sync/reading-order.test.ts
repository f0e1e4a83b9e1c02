import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { count } from '../../dev/stack/count.js'
import type { Deps } from '../../functions/deps.js'
import { rotateSession } from '../../functions/session/rotate.js'
import { requestSync } from '../../functions/sync/people-store.js'
import { syncUser } from '../../functions/sync/sync-user.js'
import { memberOf, memberPeople, type SyncStack, startSyncStack, storedRow } from '../support/sync-stack.js'
import { waitForEvents } from '../support/wait-for-events.js'

/** Which reading of GitHub is newer, told by no clock. */
let stack: SyncStack
let person: { userId: string; refreshToken: string }

beforeAll(async () => {
  stack = await startSyncStack()
})

afterAll(() => stack?.close())

beforeEach(async () => {
  for (const one of memberPeople()) stack.github.changePerson(one.login, one)
  person = await stack.signIn('ada')
  await waitForEvents(stack.database)
})

afterEach(() => stack.gate.drop())

/** A host whose clock goes wrong by so many seconds; what it signs is right, so that Hasura takes its tokens. */
const hostAt = (seconds: number): Deps => ({
  ...stack.deps(),
  now: () => new Date(Date.now() + seconds * 1000),
})
/** What the webhook does at a host whose clock is right. */
const askForReading = () => stack.deps().hasura.run(requestSync, { userId: person.userId, now: new Date() })
const waiting = () => count(stack.database, 'users', `id = '${person.userId}' and awaits_sync`)
const lossRows = () =>
  count(stack.database, 'auth_log', `user_id = '${person.userId}' and event = 'access-lost'`)
const sessions = () => count(stack.database, 'sessions', `user_id = '${person.userId}'`)
const checkIsDue = () => stack.database.exec(`update users set checked_at = now() - interval '2 hours'`)

describe('of two hosts two seconds apart', () => {
  it('R-05a one that is ahead hides no later change', async () => {
    expect(await syncUser(hostAt(2), person.userId)).toMatchObject({ outcome: 'synced' })
    stack.github.changePerson('ada', { memberships: [memberOf('acme')] })
    await askForReading()
    await waitForEvents(stack.database)
    expect(await storedRow(stack, person.userId)).toMatchObject({ roles: ['user manual'] })
    expect(await waiting()).toBe(0)
  })

  it('R-05a one that is behind leaves nobody waiting for a reading that was made', async () => {
    stack.gate.hold('/api/events')
    await askForReading()
    expect(await waiting()).toBe(1)
    expect(await syncUser(hostAt(-2), person.userId)).toMatchObject({ outcome: 'synced' })
    expect(await waiting()).toBe(0)
    stack.githubCalls.length = 0
    stack.gate.open()
    await waitForEvents(stack.database)
    expect(stack.githubCalls).toEqual([])
  })

  it('R-05a one that is behind overwrites what the other read before', async () => {
    await syncUser(hostAt(2), person.userId)
    stack.github.changePerson('ada', { memberships: [memberOf('acme')] })
    expect(await syncUser(hostAt(0), person.userId)).toMatchObject({ outcome: 'synced' })
    expect(await storedRow(stack, person.userId)).toMatchObject({ roles: ['user manual'] })
  })
})

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
  const report = syncUser(stack.deps({ fetch: slowFetch }), person.userId)
  const hasRead = () => expect.poll(() => answered, { interval: 5 }).toBe(4)
  return { report, release, hasRead }
}

describe('a sync that began before a re-check', () => {
  it('R-05b never overwrites what the re-check read', async () => {
    const early = heldSync()
    await early.hasRead()
    stack.github.changePerson('ada', { memberships: [memberOf('acme')] })
    await checkIsDue()
    await rotateSession(stack.deps(), person.refreshToken)
    expect(await storedRow(stack, person.userId)).toMatchObject({ roles: ['user manual'] })
    early.release()
    expect(await early.report).toMatchObject({ outcome: 'overtaken' })
    expect(await storedRow(stack, person.userId)).toMatchObject({ roles: ['user manual'] })
  })

  it('R-05c writes no loss down that the re-check found to be none', async () => {
    const before = await lossRows()
    stack.github.changePerson('ada', { memberships: [] })
    const early = heldSync()
    await early.hasRead()
    stack.github.changePerson('ada', { memberships: [memberOf('acme', 'core')] })
    await checkIsDue()
    await rotateSession(stack.deps(), person.refreshToken)
    early.release()
    expect(await early.report).toMatchObject({ outcome: 'overtaken' })
    expect([await lossRows(), await sessions()]).toEqual([before, expect.any(Number)])
    expect(await sessions()).toBeGreaterThan(0)
  })
})

describe('a judgement', () => {
  it('R-05c is written down with what it ends, and only when it counts', async () => {
    const before = await lossRows()
    stack.github.changePerson('ada', { memberships: [] })
    const early = heldSync()
    await early.hasRead()
    stack.github.changePerson('ada', { memberships: [memberOf('acme', 'core')] })
    await stack.signIn('ada')
    early.release()
    expect(await early.report).toMatchObject({ outcome: 'overtaken' })
    expect(await lossRows()).toBe(before)
    stack.github.changePerson('ada', { memberships: [] })
    expect(await syncUser(stack.deps(), person.userId)).toMatchObject({ outcome: 'access-lost' })
    expect([await lossRows(), await sessions()]).toEqual([before + 1, 0])
  })
})

describe('a refresh', () => {
  it('R-05e asks GitHub when something happened that no reading shows, without an event', async () => {
    stack.gate.hold('/api/events')
    stack.github.changePerson('ada', { memberships: [] })
    await askForReading()
    await expect(rotateSession(stack.deps(), person.refreshToken)).rejects.toMatchObject({
      code: 'organisation-required',
    })
    expect(await sessions()).toBe(0)
    stack.gate.open()
    await waitForEvents(stack.database)
  })

  it('R-05e gives nothing and ends nothing while GitHub cannot tell', async () => {
    stack.gate.hold('/api/events')
    await askForReading()
    stack.github.fail('/api/v3/user/memberships/orgs', { kind: 'secondary-rate-limit', status: 403 })
    const before = await sessions()
    await expect(rotateSession(stack.deps(), person.refreshToken)).rejects.toMatchObject({
      code: 'github-rate-limited',
    })
    expect(await sessions()).toBe(before)
    expect(await rotateSession(stack.deps(), person.refreshToken)).toMatchObject({
      refreshToken: expect.any(String),
    })
    stack.gate.open()
    await waitForEvents(stack.database)
  })
})
