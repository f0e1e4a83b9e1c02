import { PostgresError } from '../database/postgres-error.js'
import type { DeliveryDeps } from '../delivery/start-delivery.js'
import { startWorker } from '../delivery/start-worker.js'
import { cleanBatch, dueCleanups, markDead } from './clean-event-log.js'
import type { EventTrigger } from './event-trigger.js'
import { type Cleanup, findCleanups } from './find-cleanups.js'
import { planCleanups } from './plan-cleanups.js'

const REPLAN_MS = 60_000

interface EventCleanupDeps extends Omit<DeliveryDeps, 'engineKey' | 'env'> {
  /** Read at every round, as reloading the metadata may replace them. */
  triggers: () => readonly EventTrigger[]
}

interface Job {
  id: string
  cleanup: Cleanup
}

/** Deletes old events when the triggers' `cleanup_config`s say so. */
export function startEventCleanup(deps: EventCleanupDeps): { stop(): Promise<void> } {
  const { database, clock, log } = deps
  let planned: { triggers: readonly EventTrigger[]; atMs: number } | undefined
  let isStopping = false

  async function claim(limit: number): Promise<Job[]> {
    const triggers = deps.triggers()
    const cleanups = findCleanups(triggers)
    const now = clock.now()
    if (planned?.triggers !== triggers || now.getTime() - planned.atMs >= REPLAN_MS) {
      await planCleanups(database, cleanups, now)
      planned = { triggers, atMs: now.getTime() }
    }
    const active = cleanups.filter(({ isPaused }) => !isPaused)
    if (active.length === 0) return []
    const names = active.map(({ trigger }) => trigger)
    const due = await dueCleanups(database, names, now)
    return due.slice(0, limit).flatMap(({ id, trigger }) => {
      const cleanup = active.find((one) => one.trigger === trigger)
      return cleanup ? [{ id, cleanup }] : []
    })
  }

  async function work({ id, cleanup }: Job): Promise<void> {
    try {
      while (!isStopping && (await cleanBatch(database, id, cleanup, clock.now()))) {
        // batch by batch, so that no transaction becomes long
      }
    } catch (error) {
      log(
        `Cleaning up after event trigger "${cleanup.trigger}": ${error instanceof Error ? error.message : error}`,
      )
      // Trying at once again would take as long again; the next time of the schedule will.
      if (error instanceof PostgresError && !error.isConnectionFailure) await markDead(database, [id])
    }
  }

  const worker = startWorker({
    claim,
    work,
    intervalMs: deps.pollIntervalMs,
    concurrency: 2,
    clock,
    onError: (error) => log(`Event clean-up: ${error instanceof Error ? error.message : error}`),
  })
  return {
    stop() {
      isStopping = true
      return worker.stop()
    },
  }
}
