import { randomBytes } from 'node:crypto'
import type { Person } from '../../github/people.js'
import type { BalancedStack } from '../../stack/start-balanced-stack.js'
import { crowd } from '../crowd.js'
import type { FaultRun, World } from '../fault-run.js'
import { signInBrowser } from '../visitors/browser-visitor.js'
import { prepareSignIn } from '../visitors/prepare-sign-in.js'
import { tally } from '../visitors/tally.js'
import type { Told, Visitor } from '../visitors/visitor.js'

const size = 10
const people = crowd(size + 1)
const newcomer = people.slice(size)

/** A secret is accepted everywhere before it signs anywhere; one that a host does not know ends nothing. */
export const secretRolledHostByHost: FaultRun = {
  name: 'secret-rolled-host-by-host',
  shows: 'AUTH_SECRET is replaced host by host and rolled back, by the book and carelessly',
  should: {
    'signed out': 0,
    'not refreshed': 0,
    'sign-ins refused': 0,
    'told to try again by the careless roll': size,
    'signed out by the careless roll': 0,
    'signed in after it': size,
  },
  run: (world) =>
    world.withStack({ people }, async (stack) => {
      const visitors: Visitor[] = []
      for (const { login } of people.slice(0, size)) visitors.push(await signInBrowser(stack.app, login))
      return {
        people: size,
        ...(await rollByTheBook(world, stack, visitors)),
        ...(await rollCarelessly(world, stack, visitors)),
      }
    }),
}

interface Step {
  says: string
  host: 0 | 1
  signs: string
  accepts: string
}

/** Accepted on every host, then signed by; and the way back. */
function stepsFrom(old: string, next: string): Step[] {
  const accept = { says: 'accepts the next secret', signs: old, accepts: next }
  const sign = { says: 'signs by it', signs: next, accepts: old }
  const back = { ...accept, says: 'signs by the old one again' }
  return [
    { ...accept, host: 0 },
    { ...accept, host: 1 },
    { ...sign, host: 0 },
    { ...sign, host: 1 },
    { ...back, host: 1 },
    { ...back, host: 0 },
  ]
}

async function rollByTheBook({ say, signal }: World, stack: BalancedStack, visitors: readonly Visitor[]) {
  const told: Told[] = []
  let refused = 0
  for (const { says, host, signs, accepts } of stepsFrom(stack.secrets.authSecret, newSecret())) {
    signal.throwIfAborted()
    say(`host ${host + 1} ${says}`)
    await stack.hosts[host].replace({ AUTH_SECRET: signs, AUTH_SECRETS_ACCEPTED: accepts })
    for (const { url } of stack.hosts) told.push(...(await refreshAll(visitors, url)))
    for (const person of newcomer) if (!(await signInAcross(stack, person))) refused += 1
  }
  const { done, 'signed out': signedOut } = tally(told)
  return {
    refreshes: told.length,
    'signed out': signedOut,
    'not refreshed': told.length - done,
    'sign-ins refused': refused,
  }
}

/** One host signs by a secret that the other one has never heard of, and is set right again. */
async function rollCarelessly({ say }: World, stack: BalancedStack, visitors: readonly Visitor[]) {
  say('host 1 signs by a secret that nobody accepts')
  const [careless, other] = stack.hosts
  await careless.replace({ AUTH_SECRET: newSecret() })
  const met = tally(await refreshAll(visitors, careless.url))
  const after = tally(await refreshAll(visitors, other.url))
  return {
    'told to try again by the careless roll': met['try again'],
    'signed out by the careless roll': met['signed out'] + after['signed out'],
    'signed in after it': after.done,
  }
}

function refreshAll(visitors: readonly Visitor[], host: string): Promise<Told[]> {
  return Promise.all(visitors.map((visitor) => visitor.refresh(host)))
}

/** Begins on one host and comes back to the other one. */
async function signInAcross(stack: BalancedStack, { login }: Person): Promise<boolean> {
  const [first, second] = stack.hosts
  try {
    stack.sendTo(first)
    const finish = await prepareSignIn(stack.app, login)
    stack.sendTo(second)
    return (await finish()).sessionId !== undefined
  } catch {
    // A host that refuses already at the beginning.
    return false
  } finally {
    stack.sendTo()
  }
}

function newSecret(): string {
  return randomBytes(32).toString('hex')
}
