import { count } from '../../stack/count.js'
import { crowd } from '../crowd.js'
import type { FaultRun } from '../fault-run.js'
import { pause } from '../pause.js'
import { stallServer } from '../stall-server.js'
import { signInAll } from '../visitors/sign-in-all.js'
import { tally } from '../visitors/tally.js'

const people = crowd(10)
const stallMs = 7_000
/** What the functions and the server still do after a stall, they do within this. */
const settleMs = 5_000

/** A session that ends, ends with a row in the log that says so, also when nobody waited for the answer. */
export const signOutThroughAStall: FaultRun = {
  name: 'sign-out-through-a-stall',
  shows: 'people sign out while PostgreSQL stands still; a session that ended is in their log',
  should: { 'ended without a log row': 0, 'logged and not ended': 0 },
  stopsServer: true,
  run: (world) =>
    world.withStack({ people }, async (stack) => {
      const visitors = await signInAll(stack, people)
      const told = await stallServer(world, stallMs, () =>
        Promise.all(visitors.map((visitor) => visitor.signOut())),
      )
      if (tally(told)['try again'] === 0) throw new Error('the stall met nobody')
      await pause(settleMs, world.signal)
      const ids = visitors.map(({ sessionId }) => `'${sessionId}'::uuid`).join(', ')
      const asked = `unnest(array[${ids}]) as asked (id)`
      const isOver = 'not exists (select from sessions where sessions.id = asked.id)'
      const isLogged = "exists (select from auth_log where session_id = asked.id and event = 'signed-out')"
      return {
        people: visitors.length,
        'told to try again': tally(told)['try again'],
        'sessions ended': await count(stack.database, asked, isOver),
        'ended without a log row': await count(stack.database, asked, `${isOver} and not ${isLogged}`),
        'logged and not ended': await count(stack.database, asked, `not ${isOver} and ${isLogged}`),
      }
    }),
}
