import type { Person } from '../../github/people.js'
import { inLanes } from '../../in-lanes.js'
import { count } from '../../stack/count.js'
import type { BalancedStack } from '../../stack/start-balanced-stack.js'
import { crowd } from '../crowd.js'
import type { FaultRun, World } from '../fault-run.js'
import { pause } from '../pause.js'
import { stallServer } from '../stall-server.js'
import { prepareSignIn, type SignInResult } from '../visitors/prepare-sign-in.js'
import { signInAll } from '../visitors/sign-in-all.js'
import { whileUserLocked } from '../while-user-locked.js'

const people = crowd(10)
const devices = 3
/** With the devices, more than the fifty sessions that a person can have. */
const tries = 70
const stallMs = 8_000
const lockMs = 10_000
/** What functions and server still do after that, undoing included, they do within this. */
const settleMs = 15_000
const atOnce = 4

/** Somebody who was told that it did not work has no session, and nobody loses one by it. */
export const abandonedSignIns: FaultRun = {
  name: 'abandoned-sign-ins',
  shows: 'people are told that signing in did not work, while the database still does it',
  should: { 'real devices signed out': 0, 'sessions that nobody has': 0 },
  stopsServer: true,
  run: (world) =>
    world.withStack({ people }, async (stack) => {
      const [owner] = people
      if (!owner) throw new TypeError('a crowd has somebody')
      const real = await signInDevices(stack, owner)
      const finishStalled = await prepareAll(stack, people)
      const stalled = await stallServer(world, stallMs, finishStalled)
      const locked = await signInBehindLock(world, stack, owner)
      await pause(settleMs, world.signal)
      const results = [...stalled, ...locked]
      const given = results.flatMap(({ sessionId }) => sessionId ?? [])
      const alive = await count(stack.database, 'sessions', isOneOf(real))
      return {
        'sign-ins told no': results.length - given.length,
        'real devices signed out': devices - alive,
        'sessions that nobody has': await count(
          stack.database,
          'sessions',
          `not (${isOneOf([...real, ...given])})`,
        ),
      }
    }),
}

const isOneOf = (ids: readonly string[]) => `id in ('${ids.join("','")}')`

/** A device that came back once is a real one by any rule. */
async function signInDevices(stack: BalancedStack, owner: Person): Promise<string[]> {
  const visitors = await signInAll(
    stack,
    Array.from({ length: devices }, () => owner),
  )
  await Promise.all(visitors.map((visitor) => visitor.refresh()))
  return visitors.map(({ sessionId }) => sessionId)
}

/** Takes everybody as far as GitHub's yes; what is left is the step that opens a session. */
async function prepareAll(
  { app }: BalancedStack,
  chosen: readonly Person[],
): Promise<() => Promise<SignInResult[]>> {
  const steps = await inLanes(chosen, atOnce, ({ login }) => prepareSignIn(app, login))
  return () => Promise.all(steps.map((finish) => finish()))
}

async function signInBehindLock(
  { say, signal }: World,
  stack: BalancedStack,
  owner: Person,
): Promise<SignInResult[]> {
  say(`one person tries to sign in ${tries} times`)
  const finishAll = await prepareAll(
    stack,
    Array.from({ length: tries }, () => owner),
  )
  say(`their row is locked for ${lockMs / 1000} s`)
  return whileUserLocked(stack.database, String(owner.id), async () => {
    const [results] = await Promise.all([finishAll(), pause(lockMs, signal)])
    return results
  })
}
