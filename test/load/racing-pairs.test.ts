import { afterAll, describe, expect, it } from 'vitest'
import type { World } from '../../dev/soak/fault-run.js'
import { pairs } from '../../dev/soak/racing/pairs.js'
import { worldOf } from '../../dev/soak/run-faults.js'
import { raceAll } from '../../dev/soak/runs/racing-operations.js'
import { borrowServer } from '../../dev/soak/soak-server.js'

const server = borrowServer(process.env['TEST_DATABASE_URL'] ?? '')
const stopped = new AbortController()
const world: World = worldOf({ server, rounds: 8, signal: stopped.signal, print: () => undefined })

afterAll(() => stopped.abort())

describe('the operations of one person', () => {
  it('R-14a wait for each other in one order, whichever two meet', async () => {
    expect(await raceAll(world, pairs)).toEqual({ pairs: pairs.length, rounds: 8, deadlocks: 0 })
  }, 600_000)
})

describe('borrowServer()', () => {
  it('counts a deadlock', async () => {
    const before = await server.deadlocks()
    await server.withDatabase(async ({ database }) => {
      await database.exec('create table rows (id int primary key); insert into rows values (1), (2)')
      const lock = (first: number, second: number, met: () => Promise<void>) =>
        database.transaction(async (tx) => {
          await tx.query('select from rows where id = $1 for update', [first])
          await met()
          await tx.query('select from rows where id = $1 for update', [second])
        })
      const meet = meetingOfTwo()
      const results = await Promise.allSettled([lock(1, 2, meet), lock(2, 1, meet)])
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    })
    expect(await server.deadlocks()).toBe(before + 1)
  })
})

/** Lets both go on when both are there. */
function meetingOfTwo(): () => Promise<void> {
  let open = () => {}
  let present = 0
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return () => {
    present += 1
    if (present === 2) open()
    return opened
  }
}
