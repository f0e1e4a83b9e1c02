import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Membership, type Person, person } from '../../dev/github/people.js'
import { count } from '../../dev/stack/count.js'
import {
  expectedRow,
  isMember,
  memberOf,
  type SyncStack,
  startSyncStack,
  storedRow,
} from '../support/sync-stack.js'
import { waitForEvents } from '../support/wait-for-events.js'

const memberships: readonly Membership[][] = [
  [memberOf('acme', 'core'), memberOf('umbrella')],
  [memberOf('acme')],
  [memberOf('umbrella'), { ...memberOf('acme', 'core'), state: 'pending' }],
  [],
]
const people: Person[] = ['one', 'two'].map((login, index) => ({
  ...person(5_000_000 + index, login, login, `${login}@example.com`),
  memberships: memberships[0] ?? [],
}))
const seededLogins = people.map(({ login }) => login)
let stack: SyncStack

beforeAll(async () => {
  stack = await startSyncStack({ stack: { github: { people } } })
  for (const login of seededLogins) await stack.signIn(login)
  await waitForEvents(stack.database)
})

beforeEach(() => stack.reset())

afterAll(() => stack?.close())

/** A change at GitHub, and how often the event that tells of it is delivered at once before anything else happens. */
interface Step {
  who: number
  change: Partial<Person>
  deliveries: number
}

const name = fc.oneof(fc.constant(null), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }))
const change: fc.Arbitrary<Partial<Person>> = fc.oneof(
  name.map((text) => ({ name: text?.trim() || null })),
  fc.constantFrom('one', 'two', 'renamed', 'A-1').map((login) => ({ login })),
  fc.boolean().map((verified) => ({
    emails: [{ email: `${verified}@example.com`, primary: true, verified, visibility: null }],
  })),
  fc.constantFrom(...memberships).map((now) => ({ memberships: now })),
)
const step: fc.Arbitrary<Step> = fc.record({
  who: fc.nat({ max: people.length - 1 }),
  change,
  deliveries: fc.nat({ max: 3 }),
})
const life = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 6 }),
  // At-least-once: in the end every event was there, in an order of its own and some of them twice.
  order: fc.array(fc.nat(), { minLength: 6, maxLength: 6 }),
  isParallel: fc.boolean(),
})

interface Event {
  who: number
  wanted: number
}

const idOf = (who: number) => String(people[who]?.id)

/** What a sign-in or a word of GitHub does to the row, without the event that Hasura would deliver by itself. */
async function wantReading(who: number): Promise<Event> {
  const { rows } = await stack.database.query<{ wanted: number }>(
    'update users set wanted = ticket + 1, awaits_sync = true where id = $1 returning wanted',
    [idOf(who)],
  )
  return { who, wanted: Number(rows[0]?.wanted) }
}

async function deliver({ who, wanted }: Event): Promise<void> {
  expect((await stack.deliver(idOf(who), { wanted })).status).toBe(200)
}

async function expectInStep(present: Person): Promise<void> {
  const row = await storedRow(stack, present.id)
  if (isMember(present)) expect(row).toEqual(expectedRow(present, stack.urls.github))
  else {
    expect(row).toMatchObject({ github_roles: [], roles: ['user manual'], sync_error: expect.any(String) })
    expect(await count(stack.database, 'sessions', `user_id = '${present.id}'`)).toBe(0)
  }
}

describe('events that come doubled, late, in another order and at once', () => {
  it('S-HOOK-08 lead to what GitHub says in the end, and to no event of their own', async () => {
    const events = await count(stack.database, 'hdb_catalog.event_log')
    const property = fc.asyncProperty(life, async ({ steps, order, isParallel }) => {
      const pending: Event[] = []
      const underWay: Promise<void>[] = []
      for (const { who, change: changed, deliveries } of steps) {
        stack.github.changePerson(seededLogins[who] ?? '', changed)
        const event = await wantReading(who)
        pending.push(event)
        const now = Array.from({ length: deliveries }, () => deliver(event))
        if (isParallel) underWay.push(...now)
        else await Promise.all(now)
      }
      const last = order.map((pick) => pending[pick % pending.length]).filter((event) => event !== undefined)
      const rest = [...last, ...pending.toReversed()]
      if (isParallel) await Promise.all([...underWay, ...rest.map(deliver)])
      else for (const event of rest) await deliver(event)
      for (const present of people) await expectInStep(present)
    })
    await fc.assert(property, { seed: 5, numRuns: 12, endOnFailure: true })
    expect(await count(stack.database, 'hdb_catalog.event_log')).toBe(events)
  }, 180_000)
})
