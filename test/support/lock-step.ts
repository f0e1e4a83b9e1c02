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

/** A transaction on a connection of its own, and how it is getting on. */
interface Runner {
  /** Comes when it is over or waits for a lock, and tells which. */
  isOver(): Promise<boolean>
  /** Comes at its end, with what went wrong. */
  ended: Promise<string[]>
}

/**
 * Runs two transactions, the second one while the first pauses between two statements: what a race does once in a
 * thousand times happens here always.
 */
export async function inLockStep(
  database: Database,
  { first, pauseAfter, second }: LockStep,
): Promise<Outcome> {
  let runner: Runner | undefined
  let secondWaited = false
  const errors = await errorsOf(
    database.transaction(async (tx) => {
      for (const statement of first.slice(0, pauseAfter)) await tx.exec(statement)
      runner = run(database, second)
      secondWaited = !(await runner.isOver())
      for (const statement of first.slice(pauseAfter)) await tx.exec(statement)
    }),
  )
  return { secondWaited, errors: [...errors, ...((await runner?.ended) ?? [])] }
}

/** Runs two transactions of which the first is kept, in the middle of a statement, by what a third one has locked. */
export async function behindLock(
  database: Database,
  { lock, first, second }: { lock: string; first: Operation; second: Operation },
): Promise<string[]> {
  const runners: Runner[] = []
  await database.transaction(async (tx) => {
    await tx.exec(lock)
    for (const operation of [first, second]) {
      const runner = run(database, operation)
      runners.push(runner)
      await runner.isOver()
    }
  })
  return (await Promise.all(runners.map(({ ended }) => ended))).flat()
}

function run(database: Database, operation: Operation): Runner {
  let pid: unknown
  let isOver = false
  const ended = errorsOf(
    database.transaction(async (tx) => {
      pid = (await tx.query('select pg_backend_pid() as pid')).rows[0]?.['pid']
      for (const statement of operation) await tx.exec(statement)
    }),
  ).finally(() => {
    isOver = true
  })
  const waits = async () => {
    if (pid === undefined) return false
    const { rows } = await database.query('select cardinality(pg_blocking_pids($1)) > 0 as waits', [pid])
    return rows[0]?.['waits'] === true
  }
  return {
    ended,
    async isOver() {
      await vi.waitUntil(async () => isOver || (await waits()), { timeout: 40_000, interval: 2 })
      return isOver
    },
  }
}

async function errorsOf(work: Promise<void>): Promise<string[]> {
  return work.then(
    () => [],
    (error: unknown) => [String(error)],
  )
}
