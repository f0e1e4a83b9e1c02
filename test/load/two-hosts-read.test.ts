import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { signIn } from '../../dev/demo/graphql-flow.js'
import type { Membership } from '../../dev/github/people.js'
import type { GithubCall } from '../../dev/github/start-github.js'
import { type Gate, startGate } from '../../dev/http/gate.js'
import { inLanes } from '../../dev/in-lanes.js'
import { crowd } from '../../dev/soak/crowd.js'
import { sendGithubWebhook } from '../../dev/soak/send-github-webhook.js'
import { sendCron, sendSync } from '../../dev/soak/send-hasura-event.js'
import { shiftedClock } from '../../dev/soak/shifted-clock.js'
import { count } from '../../dev/stack/count.js'
import { type CheckedStack, startBalancedStack } from '../support/balanced-stack.js'
import { waitForEvents } from '../support/wait-for-events.js'

const inCore: Membership = { organization: 'acme', state: 'active', role: 'member', teams: ['core'] }
const people = crowd(12).map((person) => ({ ...person, memberships: [inCore] }))
const secret = randomBytes(32).toString('hex')
const functions = { GITHUB_ROLE_MAP: '{"acme/core":"moderator"}', GITHUB_WEBHOOK_SECRET: secret }
/** How often GitHub was asked for each profile, by token. */
const asked = new Map<string, number>()
let stack: CheckedStack
/** Both before the first host only. */
let toGithub: Gate
let toHasura: Gate

beforeAll(async () => {
  toGithub = await startGate(0, () => stack.github.url)
  toHasura = await startGate(0, () => new URL(stack.flow.endpoint).origin)
  const first = {
    ...shiftedClock(5_000),
    GITHUB_BASE_URL: toGithub.url,
    HASURA_GRAPHQL_ENDPOINT: `${toHasura.url}/v1/graphql`,
  }
  const onGithubCall = ({ path, headers: { authorization = '' } }: GithubCall) => {
    if (path === '/api/v3/user') asked.set(authorization, (asked.get(authorization) ?? 0) + 1)
  }
  stack = await startBalancedStack(people, { functions, hosts: [first, {}], onGithubCall })
  // Nobody has been read at a time that is still to come.
  stack.sendTo(stack.hosts[1])
  await inLanes(people, 4, ({ login }) => signIn(stack.flow, login))
  await waitForEvents(stack.database)
})

afterAll(async () => {
  await stack?.close()
  await Promise.all([toGithub?.close(), toHasura?.close()])
})

beforeEach(() => stack.checkAlive())

const login = (index: number) => `visitor${index}`
const idOf = (index: number) => String(people[index]?.id)
const hasRole = async (index: number) =>
  (await count(stack.database, 'user_roles', `user_id = '${idOf(index)}' and role = 'moderator'`)) === 1
const awaitsSync = async (index: number) =>
  (await count(stack.database, 'users', `id = '${idOf(index)}' and awaits_sync`)) === 1
const eventsAt = (host: string) => ({ host, secret: stack.environment.functions['EVENT_SECRET'] ?? '' })

async function sync(index: number, host: string): Promise<unknown> {
  return (await sendSync(eventsAt(host), idOf(index))).json()
}

/** Somebody leaves, one host hears of it, and the engines reach whom they are sent to. */
async function leave(index: number, toldTo: string): Promise<void> {
  stack.github.changePerson(login(index), { memberships: [] })
  const payload = { action: 'removed', member: { id: people[index]?.id } }
  const answer = await sendGithubWebhook({ host: toldTo, secret, event: 'membership', payload })
  expect(answer.status).toBe(202)
  await waitForEvents(stack.database)
}

describe('two hosts, one of them five seconds ahead', () => {
  it('R-05a keep nobody in an old role when the host ahead has read before', async () => {
    const [ahead, behind] = stack.hosts
    await sync(0, ahead.url)
    stack.sendTo(behind)
    await leave(0, behind.url)
    expect([await hasRole(0), await awaitsSync(0)]).toEqual([false, false])
  })

  it('R-05a leave nobody waiting when only the host ahead hears of a change', async () => {
    const [ahead, behind] = stack.hosts
    stack.sendTo(behind)
    await leave(1, ahead.url)
    expect([await hasRole(1), await awaitsSync(1)]).toEqual([false, false])
  })

  it('R-05g keep the reading that began later, whichever is written last', async () => {
    const [ahead, behind] = stack.hosts
    toGithub.hold('/api/v3')
    const early = sync(2, ahead.url)
    await expect.poll(toGithub.waiting, { interval: 5 }).toBeGreaterThan(0)
    toHasura.hold('/')
    toGithub.open()
    // GitHub has answered everything, and the write is on its way.
    await expect.poll(toHasura.waiting, { interval: 5 }).toBe(1)
    stack.github.changePerson(login(2), { memberships: [] })
    expect(await sync(2, behind.url)).toMatchObject({ outcome: 'synced' })
    toHasura.open()
    // Whoever was overtaken reads again, and finds nothing to change.
    expect(await early).toEqual({ outcome: 'synced', changed: [] })
    expect([await hasRole(2), await awaitsSync(2)]).toEqual([false, false])
  })

  it('R-05d share the line of resync_users, and ask GitHub about nobody twice', async () => {
    await stack.database.exec(
      "update users set sync_attempted_at = now() - interval '2 days', sync_claimed_at = null",
    )
    asked.clear()
    const answers = await Promise.all(stack.hosts.map(({ url }) => sendCron(eventsAt(url), 'resync_users')))
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect([...asked.values()]).toEqual(people.map(() => 1))
  })
})
