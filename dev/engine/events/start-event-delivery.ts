import type { Clock } from '../clock/clock.js'
import type { Database } from '../database/database.js'
import type { Env } from '../metadata/env-template.js'
import { unlessAborted } from '../webhook/unless-aborted.js'
import { persist } from '../worker/persist.js'
import { startWorker } from '../worker/start-worker.js'
import { type ClaimedEvent, claimEvents } from './claim-events.js'
import { deliverEvent } from './deliver-event.js'
import type { EventTrigger } from './event-trigger.js'
import { recordAttempt, retryLater } from './record-attempt.js'
import { releaseClaimsOfGoneEngines, releaseOwnClaims } from './release-claims.js'

const CONCURRENCY = 100
/** An event whose trigger the metadata no longer has is looked at again then. */
const UNKNOWN_TRIGGER_RETRY_SECONDS = 60
const RELEASE_INTERVAL_MS = 5_000

export interface EventDeliveryDeps {
  database: Database
  /** Read at every delivery, as reloading the metadata may replace them. */
  triggers: () => readonly EventTrigger[]
  engineKey: number
  env: Env
  clock: Clock
  pollIntervalMs: number
  log: (message: string) => void
}

export interface Delivery {
  /** Looks for work now instead of at the next interval. */
  poke(): void
  /** Lets what is under way end within the grace period, then breaks it off and gives it back. */
  stop(graceMs: number): Promise<void>
}

/** Delivers the events of `hdb_catalog.event_log` to their webhooks, at least once each. */
export function startEventDelivery(deps: EventDeliveryDeps): Delivery {
  const { database, clock, log } = deps
  const shutdown = new AbortController()
  const { signal } = shutdown
  const record = (write: () => Promise<void>) =>
    persist(write, { clock, retryMs: deps.pollIntervalMs, signal, log })
  let releasedAt = Number.NEGATIVE_INFINITY

  async function claim(limit: number): Promise<ClaimedEvent[]> {
    const now = clock.now()
    if (now.getTime() - releasedAt >= RELEASE_INTERVAL_MS) {
      await releaseClaimsOfGoneEngines(database)
      releasedAt = now.getTime()
    }
    return claimEvents(database, deps.engineKey, limit, now)
  }

  async function deliver(event: ClaimedEvent): Promise<void> {
    const trigger = deps.triggers().find(({ metadata }) => metadata.name === event.trigger)?.metadata
    if (trigger === undefined) {
      log(`Event ${event.id} is of trigger "${event.trigger}", which the metadata does not have.`)
      return record(() => retryLater(database, event.id, UNKNOWN_TRIGGER_RETRY_SECONDS, clock.now()))
    }
    const attempt = await unlessAborted(() => deliverEvent(event, trigger, { env: deps.env, signal }))
    if (attempt) await record(() => recordAttempt(database, event, trigger, attempt, clock.now()))
  }

  const worker = startWorker({
    claim,
    work: deliver,
    intervalMs: deps.pollIntervalMs,
    concurrency: CONCURRENCY,
    clock,
    onError: (error) => log(`Event delivery: ${error instanceof Error ? error.message : error}`),
  })
  return {
    poke: worker.poke,
    async stop(graceMs) {
      const cancel = clock.after(graceMs, () => shutdown.abort())
      await worker.stop()
      cancel()
      await releaseOwnClaims(database, deps.engineKey).catch((error) => log(`Event delivery: ${error}`))
    },
  }
}
