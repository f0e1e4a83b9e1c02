import { count } from '../../stack/count.js'
import { crowd } from '../crowd.js'
import type { FaultRun, World } from '../fault-run.js'
import { pause } from '../pause.js'
import { stallServer } from '../stall-server.js'
import { signInAll } from '../visitors/sign-in-all.js'
import { tally } from '../visitors/tally.js'
import type { Told, Visitor } from '../visitors/visitor.js'

const size = 20
const people = crowd(2 * size)
/** When everybody is back for good, counted from the beginning of the stall. */
const backAfterMs = 40_000

/**
 * The server takes a refresh, stands still for longer than the functions wait, and commits it. Whoever was told to try
 * again comes back with the token that they have: nobody was ever given its successor.
 */
export const refreshThroughAStall: FaultRun = {
  name: 'refresh-through-a-stall',
  shows: 'people refresh while PostgreSQL stands still, and again with the token that they have',
  should: { 'refreshed in the end': people.length, 'signed out': 0, 'called thief': 0 },
  stopsServer: true,
  run: (world) =>
    world.withStack({ people }, async (stack) => {
      world.say(`${people.length} people sign in`)
      const visitors = await signInAll(stack, people)
      const once = await comeBack(world, visitors.slice(0, size), { stallMs: 7_000, triesMs: [0] })
      const often = await comeBack(world, visitors.slice(size), {
        stallMs: 36_000,
        triesMs: [0, 10_000, 20_000, 30_000],
      })
      const { done, 'signed out': signedOut } = tally([...once, ...often])
      return {
        people: visitors.length,
        'refreshed in the end': done,
        'signed out': signedOut,
        'called thief': await count(stack.database, 'auth_log', "event = 'refresh-token-reused'"),
      }
    }),
}

interface Timing {
  stallMs: number
  /** When they ask during the stall, counted from its beginning. */
  triesMs: readonly number[]
}

/** @throws Error when the stall met nobody: then it shows nothing */
async function comeBack(
  world: World,
  visitors: readonly Visitor[],
  { stallMs, triesMs }: Timing,
): Promise<Told[]> {
  const startedAt = performance.now()
  const waitUntil = (ms: number) => pause(Math.max(0, startedAt + ms - performance.now()), world.signal)
  const askAll = () => Promise.all(visitors.map((visitor) => visitor.refresh()))
  const early = await stallServer(world, stallMs, async () => {
    const answers: Told[] = []
    for (const tryMs of triesMs) {
      await waitUntil(tryMs)
      answers.push(...(await askAll()))
    }
    return answers
  })
  if (tally(early)['try again'] < visitors.length) throw new Error('nobody was told to try again')
  world.say(`everybody comes back ${backAfterMs / 1000} s after it began`)
  await waitUntil(backAfterMs)
  return askAll()
}
