import type { Clock } from '../clock/clock.js'
import type { Database } from '../database/database.js'
import type { Delivery } from '../events/start-event-delivery.js'
import type { Env } from '../metadata/env-template.js'
import type { CronTriggerMetadata } from '../metadata/schemas/cron-trigger.js'
import { unlessAborted } from '../webhook/unless-aborted.js'
import { persist } from '../worker/persist.js'
import { startWorker } from '../worker/start-worker.js'
import { claimCronEvents } from './claim-cron-events.js'
import { claimOneOffEvents } from './claim-one-off-events.js'
import { releaseOwnScheduled, releaseScheduledOfGoneEngines } from './claim-scheduled.js'
import { deliverScheduled, isDead, recordDead, recordScheduled } from './deliver-scheduled.js'
import { planCronEvents } from './plan-cron-events.js'
import type { ScheduledJob } from './scheduled-job.js'

const CONCURRENCY = 50
const UPKEEP_INTERVAL_MS = 60_000

export interface CronDeps {
  database: Database
  /** Read at every round, as reloading the metadata may replace them. */
  triggers: () => readonly CronTriggerMetadata[]
  engineKey: number
  env: Env
  clock: Clock
  pollIntervalMs: number
  log: (message: string) => void
}

/** Delivers cron events and one-off scheduled events when their time comes. */
export function startCron(deps: CronDeps): Delivery {
  const { database, clock, log } = deps
  const shutdown = new AbortController()
  const { signal } = shutdown
  let upkeepAt = Number.NEGATIVE_INFINITY

  async function claim(limit: number): Promise<ScheduledJob[]> {
    const now = clock.now()
    if (now.getTime() - upkeepAt >= UPKEEP_INTERVAL_MS) {
      await releaseScheduledOfGoneEngines(database)
      await planCronEvents(database, deps.triggers(), now)
      upkeepAt = now.getTime()
    }
    const cron = await claimCronEvents(database, deps.triggers(), { engineKey: deps.engineKey, limit, now })
    const left = limit - cron.length
    if (left === 0) return cron
    return [...cron, ...(await claimOneOffEvents(database, { engineKey: deps.engineKey, limit: left, now }))]
  }

  async function deliver(job: ScheduledJob): Promise<void> {
    const record = (write: () => Promise<void>) =>
      persist(write, { clock, retryMs: deps.pollIntervalMs, signal, log })
    if (isDead(job, clock.now())) return record(() => recordDead(database, job))
    const attempt = await unlessAborted(() => deliverScheduled(job, { env: deps.env, signal }))
    if (attempt) await record(() => recordScheduled(database, job, attempt, clock.now()))
  }

  const worker = startWorker({
    claim,
    work: deliver,
    intervalMs: deps.pollIntervalMs,
    concurrency: CONCURRENCY,
    clock,
    onError: (error) => log(`Scheduled events: ${error instanceof Error ? error.message : error}`),
  })
  return {
    poke: worker.poke,
    async stop(graceMs) {
      const cancel = clock.after(graceMs, () => shutdown.abort())
      await worker.stop()
      cancel()
      await releaseOwnScheduled(database, deps.engineKey).catch((error) => log(`Scheduled events: ${error}`))
    },
  }
}
