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

const aheadMs = 2_000
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
      const early = people.slice(0, size)
      const secret = stack.environment.functions['EVENT_SECRET'] ?? ''
      for (const { id } of early)
        await untilTaken(world.signal, () => sendSync({ host: ahead.url, secret }, String(id)))
      stack.sendTo()
      await leave(world, stack, { who: early, toldTo: behind.url })
      world.say('the others leave, the host ahead hears of it, and the other one asks GitHub')
      stack.sendTo(behind)
      await leave(world, stack, { who: people.slice(size), toldTo: ahead.url })
      return {
        people: people.length,
        'kept the old role': await count(stack.database, 'user_roles', "source = 'github'"),
        'still await a sync': await count(stack.database, 'users', 'awaits_sync'),
      }
    }),
}

interface Leaving {
  who: readonly Person[]
  /** The host that GitHub's webhook reaches. */
  toldTo: string
}

async function leave({ signal }: World, stack: BalancedStack, { who, toldTo: host }: Leaving): Promise<void> {
  for (const { login, id } of who) {
    stack.github.changePerson(login, { memberships: [] })
    const payload = { action: 'removed', member: { id } }
    const delivery = { host, secret: webhookSecret, event: 'membership', payload }
    await untilTaken(signal, () => sendGithubWebhook(delivery))
  }
  await waitUntilQuiet(stack.database, signal)
}
