import { randomBytes } from 'node:crypto'
import type { Membership, Person } from '../../github/people.js'
import { count } from '../../stack/count.js'
import type { BalancedStack } from '../../stack/start-balanced-stack.js'
import { crowd } from '../crowd.js'
import type { FaultRun, World } from '../fault-run.js'
import { sendGithubWebhook } from '../send-github-webhook.js'
import { sendSync } from '../send-hasura-event.js'
import { shiftedClock } from '../shifted-clock.js'
import { untilTaken } from '../until-taken.js'
import { signInAll } from '../visitors/sign-in-all.js'
import { waitUntilQuiet } from '../wait-until-quiet.js'

/** Longer than the steps of one person take. */
const aheadMs = 5_000
const size = 20
const inCore: Membership = { organization: 'acme', state: 'active', role: 'member', teams: ['core'] }
const people = crowd(2 * size).map((person) => ({ ...person, memberships: [inCore] }))
const webhookSecret = randomBytes(32).toString('hex')
const functions = { GITHUB_ROLE_MAP: '{"acme/core":"moderator"}', GITHUB_WEBHOOK_SECRET: webhookSecret }

/** Which of two readings of GitHub is the newer one does not depend on whose clock is ahead. */
export const readingsOutOfOrder: FaultRun = {
  name: 'readings-out-of-order',
  shows: 'people leave a team, and the host that hears of it has another time than the one that asks GitHub',
  should: { 'kept the old role': 0, 'still await a sync': 0 },
  run: (world) =>
    world.withStack({ people, functions, hosts: [shiftedClock(aheadMs), {}] }, async (stack) => {
      const [ahead, behind] = stack.hosts
      // Nobody has been read at a time that is still to come.
      stack.sendTo(behind)
      await signInAll(stack, people)
      await waitUntilQuiet(stack.database, world.signal)
      world.say('half of them are synced by the host ahead, leave, and the other host hears of it')
      stack.sendTo()
      const secret = stack.environment.functions['EVENT_SECRET'] ?? ''
      for (const person of people.slice(0, size)) {
        const sync = () => sendSync({ host: ahead.url, secret }, String(person.id))
        await untilTaken(world.signal, sync)
        await leave(world, stack, { person, toldTo: behind.url })
      }
      await waitUntilQuiet(stack.database, world.signal)
      world.say('the others leave, the host ahead hears of it, and the other one asks GitHub')
      stack.sendTo(behind)
      for (const person of people.slice(size)) await leave(world, stack, { person, toldTo: ahead.url })
      await waitUntilQuiet(stack.database, world.signal)
      return {
        people: people.length,
        'kept the old role': await count(stack.database, 'user_roles', "source = 'github'"),
        'still await a sync': await count(stack.database, 'users', 'awaits_sync'),
      }
    }),
}

interface Leaving {
  person: Person
  /** The host that GitHub's webhook reaches. */
  toldTo: string
}

async function leave(
  { signal }: World,
  stack: BalancedStack,
  { person: { login, id }, toldTo: host }: Leaving,
): Promise<void> {
  stack.github.changePerson(login, { memberships: [] })
  const payload = { action: 'removed', member: { id } }
  const delivery = { host, secret: webhookSecret, event: 'membership', payload }
  await untilTaken(signal, () => sendGithubWebhook(delivery))
}
