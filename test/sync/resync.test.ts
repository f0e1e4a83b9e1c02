import { writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Person, person } from '../../dev/github/people.js'
import { inLanes } from '../../dev/in-lanes.js'
import { count } from '../../dev/stack/count.js'
import { runHostProcess } from '../../dev/stack/run-host-process.js'
import { resyncUsers } from '../../functions/sync/resync-users.js'
import { type HasuraFolder, hasuraFolder } from '../support/hasura-folder.js'
import { memberOf, membershipRules, type SyncStack, startSyncStack } from '../support/sync-stack.js'
import { waitForEvents } from '../support/wait-for-events.js'

const people: Person[] = Array.from({ length: 20 }, (_, index) => ({
  ...person(6_000_000 + index, `person${index}`, `Person ${index}`, `person${index}@example.com`),
  memberships: [memberOf('acme')],
}))
const idOf = (index: number) => String(people[index]?.id)
let folder: HasuraFolder
let stack: SyncStack

beforeAll(async () => {
  // Nobody but these tests runs the cron triggers: by the clock, they would come every ten minutes.
  folder = await hasuraFolder({ sql: 'select 1', tables: [] })
  await writeFile(`${folder.path}/metadata/cron_triggers.yaml`, '[]\n')
  stack = await startSyncStack({ stack: { hasura: folder.path, github: { people } } })
  await inLanes(people, 4, ({ login }) => stack.signIn(login))
  await waitForEvents(stack.database)
})

afterAll(async () => {
  await stack?.close()
  await folder?.remove()
})

let round = 0

/** Everybody was renamed at GitHub, and no sync has tried anybody for a day. */
beforeEach(async () => {
  await stack.reset()
  round += 1
  for (const index of people.keys())
    stack.github.changePerson(`person${index}`, { name: `Round ${round}, ${index}` })
  await stack.database.query(
    `update users set synced_at = now() - interval '25 hours', sync_attempted_at = now() - interval '25 hours',
       sync_claimed_at = null`,
  )
  stack.githubCalls.length = 0
})

const behind = () => count(stack.database, 'users', `name not like 'Round ${round}, %'`)
const profileCalls = () => stack.githubCalls.filter(({ path }) => path === '/api/v3/user').length

async function runCron(): Promise<Record<string, number>> {
  return (await stack.runCron('resync_users')).json()
}

describe('resync_users', () => {
  it('brings everybody in step, and asks nobody twice in a day', async () => {
    expect(await runCron()).toMatchObject({ synced: people.length, postponed: 0 })
    expect(await behind()).toBe(0)
    stack.githubCalls.length = 0
    expect(await runCron()).toMatchObject({ synced: 0 })
    expect(stack.githubCalls).toEqual([])
  })

  it('R-05d shares the line with another run, and the two ask GitHub about nobody twice', async () => {
    const [one, other] = await Promise.all([runCron(), runCron()])
    expect(Number(one['synced']) + Number(other['synced'])).toBe(people.length)
    expect(profileCalls()).toBe(people.length)
    expect(await behind()).toBe(0)
  })

  it('stops when its time is up, and the next run goes on with the others', async () => {
    let elapsed = 0
    const slowFetch: typeof fetch = (input, init) => {
      if (String(input).endsWith('/api/v3/user')) elapsed += 1000
      return fetch(input, init)
    }
    const slow = stack.deps({ elapsedMs: () => elapsed, fetch: slowFetch })
    const first = await resyncUsers(slow.forRequest())
    expect(first.synced).toBeGreaterThanOrEqual(8)
    expect(first.synced).toBeLessThan(people.length)
    expect(await behind()).toBe(people.length - first.synced)
    expect(await runCron()).toMatchObject({ synced: people.length - first.synced })
    expect(await behind()).toBe(0)
  })

  it('S-GH-12 leaves GitHub alone after three failures in a row, and whoever met them comes last', async () => {
    const limited = { kind: 'answer', status: 429, headers: { 'retry-after': '60' } } as const
    stack.github.fail('/api/v3/user', limited, 100)
    const first = await runCron()
    expect(first['synced']).toBe(0)
    expect(first['postponed']).toBeLessThanOrEqual(7)
    expect(profileCalls()).toBe(first['postponed'])
    stack.github.clearFaults()
    const postponed = first['postponed'] ?? 0
    expect(await runCron()).toMatchObject({ synced: people.length - postponed })
    expect(await behind()).toBe(postponed)
  })

  it('lets nobody block the line whose row the database refuses', async () => {
    await stack.database.exec(
      `alter table users add constraint test_name check (name <> 'refused') not valid`,
    )
    stack.github.changePerson('person0', { name: 'refused' })
    await stack.database.query(`update users set sync_attempted_at = null where id = $1`, [idOf(0)])
    expect(await runCron()).toMatchObject({ failed: 1, synced: people.length - 1 })
    await stack.database.exec('alter table users drop constraint test_name')
  })

  it('skips whose grant has ended', async () => {
    stack.github.revokeTokens('person1')
    expect(await runCron()).toMatchObject({ 'access-lost': 1, synced: people.length - 1 })
    await stack.database.query(
      `update users set sync_attempted_at = now() - interval '25 hours', sync_claimed_at = null`,
    )
    expect(await runCron()).toMatchObject({ 'access-lost': 0, synced: people.length - 1 })
    await stack.signIn('person1')
    await waitForEvents(stack.database)
  })

  it('S-GH-14 takes up within the hour what the event trigger gave up', async () => {
    await stack.database.exec(`
      update users set sync_attempted_at = now() - interval '2 hours', ticket = wanted, shown = wanted;
      delete from hdb_catalog.event_log;`)
    stack.gate.hold('/api/events/sync_user')
    await stack.database.query(`update users set sync_requested_at = now() where id = $1`, [idOf(2)])
    stack.github.changePerson('person2', { memberships: [] })
    expect(await runCron()).toMatchObject({ synced: 0, 'access-lost': 1 })
    expect(await count(stack.database, 'sessions', `user_id = '${idOf(2)}'`)).toBe(0)
    stack.github.changePerson('person2', { memberships: [memberOf('acme')] })
    stack.gate.open()
    await waitForEvents(stack.database)
  })

  it('loses nothing when its process is killed in the middle', async () => {
    const functions: Record<string, string> = { ...stack.environment.functions, ...membershipRules }
    const environment = { ...stack.environment, functions }
    const doomed = await runHostProcess({ port: 0, environment, log: () => undefined })
    const body = JSON.stringify({ id: 'x', name: 'resync_users', scheduled_time: new Date().toISOString() })
    const headers = {
      'content-type': 'application/json',
      'x-webhook-secret': functions['EVENT_SECRET'] ?? '',
    }
    // Whoever is asked for last finds GitHub silent, so that the run cannot end before it is killed.
    const run = fetch(`${doomed.url}/api/events/resync_users`, { method: 'POST', headers, body })
    const ended = expect(run).rejects.toThrow()
    await expect.poll(profileCalls, { interval: 1 }).toBeGreaterThanOrEqual(6)
    stack.github.fail('/api/v3/user', { kind: 'silence' }, 5)
    await doomed.kill()
    await ended
    stack.github.clearFaults()
    const left = await behind()
    expect(left).toBeGreaterThan(0)
    // Whom the dead run had taken up is free again after an hour.
    await stack.database.exec(`update users set sync_claimed_at = sync_claimed_at - interval '1 hour'`)
    expect(await runCron()).toMatchObject({ synced: left })
    expect(await behind()).toBe(0)
  })
})

describe('purge_expired', () => {
  it('removes thousands of dead rows in chunks, and nothing else', async () => {
    const { database } = stack
    const alive = await count(database, 'sessions')
    const recent = await count(database, 'auth_log')
    await database.exec(`
      alter table sessions disable trigger sessions_keep_newest;
      insert into sessions (user_id, client, idle_expires_at, expires_at)
        select '${idOf(0)}', 'browser', now() - n * interval '1 second', now() + interval '1 day' from generate_series(1, 1500) n;
      insert into sessions (user_id, client, idle_expires_at, expires_at)
        select '${idOf(0)}', 'browser', now() - interval '1 day', now() - n * interval '1 second' from generate_series(1, 1500) n;
      alter table sessions enable trigger sessions_keep_newest;
      insert into auth_log (user_id, event, at)
        select '${idOf(1)}', 'signed-in', now() - interval '181 days' from generate_series(1, 3000) n;
      insert into used_id_tokens (jti, expires_at)
        select 'j' || n, now() - interval '11 minutes' from generate_series(1, 150) n;
      insert into used_id_tokens (jti, expires_at) values ('not over', now() - interval '9 minutes');`)
    const answer = await stack.runCron('purge_expired')
    expect([answer.status, await answer.json()]).toEqual([
      200,
      { sessions: 3000, logRows: 3000, idTokens: 150, more: false },
    ])
    expect([await count(database, 'sessions'), await count(database, 'auth_log')]).toEqual([alive, recent])
    expect(await count(database, 'used_id_tokens')).toBe(1)
  })
})
