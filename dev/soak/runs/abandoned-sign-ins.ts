import type { Person } from '../../github/people.js'
import { inLanes } from '../../in-lanes.js'
import type { BalancedStack } from '../../stack/start-balanced-stack.js'
import { crowd } from '../crowd.js'
import type { FaultRun, World } from '../fault-run.js'
import { fillSessions } from '../fill-sessions.js'
import { pause } from '../pause.js'
import { stallServer } from '../stall-server.js'
import { prepareSignIn, type SignInResult } from '../visitors/prepare-sign-in.js'
import { signInAll } from '../visitors/sign-in-all.js'
import { whileUserLocked } from '../while-user-locked.js'

const people = crowd(10)
const devices = 3
/** With the devices and the one that the stall meets as many tokens as GitHub keeps of a person. */
const tries = 6
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
      await signInDevices(stack, owner)
      const finishStalled = await prepareAll(stack, people)
      const before = await sessionIds(stack)
      const stalled = await stallServer(world, stallMs, finishStalled)
      const locked = await signInBehindLock(world, stack, owner)
      await pause(settleMs, world.signal)
      const results = [...stalled, ...locked]
      const given = results.flatMap(({ sessionId }) => sessionId ?? [])
      const after = await sessionIds(stack)
      return {
        'sign-ins told no': results.length - given.length,
        'real devices': before.length,
        'real devices signed out': before.filter((id) => !after.includes(id)).length,
        'sessions that nobody has': after.filter((id) => ![...before, ...given].includes(id)).length,
      }
    }),
}

async function sessionIds({ database }: BalancedStack): Promise<string[]> {
  const { rows } = await database.query<{ id: string }>('select id from sessions')
  return rows.map(({ id }) => id)
}

/** As many as somebody can have, all of them in use, so that one more that counts would sign one of them out. */
async function signInDevices(stack: BalancedStack, owner: Person): Promise<void> {
  const visitors = await signInAll(
    stack,
    Array.from({ length: devices }, () => owner),
  )
  for (const visitor of visitors) {
    const told = await visitor.refresh()
    if (told !== 'done') throw new Error(`a device was told to ${told}`)
  }
  await fillSessions(
    stack.database,
    visitors.map(({ sessionId }) => sessionId),
  )
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
