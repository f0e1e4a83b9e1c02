import {
  type Delivery,
  type DeliveryDeps,
  type DeliveryTools,
  startDelivery,
} from '../delivery/start-delivery.js'
import type { CronTriggerMetadata } from '../metadata/schemas/cron-trigger.js'
import { claimCronEvents } from './claim-cron-events.js'
import { claimOneOffEvents } from './claim-one-off-events.js'
import { nextScheduledMs, releaseScheduled } from './claim-scheduled.js'
import { deliverScheduled, recordDead, recordScheduled } from './deliver-scheduled.js'
import { planCronEvents } from './plan-cron-events.js'
import type { ScheduledJob } from './scheduled-job.js'

const CONCURRENCY = 50
const PLAN_INTERVAL_MS = 60_000

interface CronDeps extends DeliveryDeps {
  /** Read at every round, as reloading the metadata may replace them. */
  triggers: () => readonly CronTriggerMetadata[]
}

/** Delivers cron events and one-off scheduled events when their time comes. */
export function startCron(deps: CronDeps): Delivery {
  const { database, engineKey, env, clock } = deps
  let plannedAt = Number.NEGATIVE_INFINITY

  async function claim(limit: number): Promise<ScheduledJob[]> {
    const now = clock.now()
    if (now.getTime() - plannedAt >= PLAN_INTERVAL_MS) {
      await planCronEvents(database, deps.triggers(), now)
      plannedAt = now.getTime()
    }
    const cron = await claimCronEvents(database, deps.triggers(), { engineKey, limit, now })
    const left = limit - cron.length
    if (left === 0) return cron
    return [...cron, ...(await claimOneOffEvents(database, { engineKey, limit: left, now }))]
  }

  async function deliver(job: ScheduledJob, { signal, record }: DeliveryTools): Promise<void> {
    const attempt = await deliverScheduled(job, { env, signal, now: clock.now() })
    await record(() =>
      attempt ? recordScheduled(database, job, attempt, clock.now()) : recordDead(database, job),
    )
  }

  return startDelivery({
    name: 'Scheduled events',
    claim,
    deliver,
    nextDueMs: () => nextScheduledMs(database),
    database,
    release: (underWay) => releaseScheduled(database, engineKey, underWay),
    concurrency: CONCURRENCY,
    pollIntervalMs: deps.pollIntervalMs,
    clock,
    log: deps.log,
  })
}
