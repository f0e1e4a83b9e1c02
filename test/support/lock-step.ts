import { vi } from 'vitest'
import type { Database } from '../../engine/src/index.js'
import type { Operation } from './racing-operations.js'

interface LockStep {
  /** Goes first, as far as `pauseAfter` statements, and on when the other one is done or waits for it. */
  first: Operation
  pauseAfter: number
  second: Operation
}

interface Outcome {
  /** Whether the second one had to wait for the first. */
  secondWaited: boolean
  errors: string[]
}

/**
 * Runs two transactions on connections of their own, the second one while the first pauses: what a race does once in a
 * thousand times happens here always.
 */
export async function inLockStep(
  database: Database,
  { first, pauseAfter, second }: LockStep,
): Promise<Outcome> {
  const errors: string[] = []
  const note = (error: unknown) => void errors.push(String(error))
  let secondWaited = false
  let pid = ''
  let isOver = false
  const runSecond = () =>
    database
      .transaction(async (tx) => {
        pid = String((await tx.query('select pg_backend_pid() as pid')).rows[0]?.['pid'])
        for (const statement of second) await tx.exec(statement)
      })
      .catch(note)
      .finally(() => {
        isOver = true
      })
  const waits = async () => {
    if (pid === '') return false
    const { rows } = await database.query('select cardinality(pg_blocking_pids($1)) > 0 as waits', [pid])
    return rows[0]?.['waits'] === true
  }
  let running: Promise<void> | undefined
  const firstRun = database.transaction(async (tx) => {
    for (const statement of first.slice(0, pauseAfter)) await tx.exec(statement)
    running = runSecond()
    await vi.waitUntil(async () => isOver || (await waits()), { timeout: 40_000, interval: 2 })
    secondWaited = !isOver
    for (const statement of first.slice(pauseAfter)) await tx.exec(statement)
  })
  await firstRun.catch(note)
  await running
  return { secondWaited, errors }
}
