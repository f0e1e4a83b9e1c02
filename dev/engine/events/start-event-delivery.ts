import type { Clock } from '../clock/clock.js'
import type { Database } from '../database/database.js'
import type { Env } from '../metadata/env-template.js'
import type { Attempt } from '../webhook/attempt.js'
import { WebhookUnreachable } from '../webhook/webhook-unreachable.js'
import { startWorker, type Worker } from '../worker/start-worker.js'
import { type ClaimedEvent, claimEvents } from './claim-events.js'
import { deliverEvent } from './deliver-event.js'
import type { EventTrigger } from './event-trigger.js'
import { recordAttempt, retryLater } from './record-attempt.js'
import { releaseClaimsOfGoneEngines } from './release-claims.js'

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

export interface EventDelivery {
  poke(): void
  /** Lets deliveries under way end within the grace period, then breaks them off. */
  stop(graceMs: number): Promise<void>
}

/** Delivers the events of `hdb_catalog.event_log` to their webhooks, at least once each. */
export function startEventDelivery(deps: EventDeliveryDeps): EventDelivery {
  const { database, clock } = deps
  const shutdown = new AbortController()
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
      deps.log(`Event ${event.id} is of trigger "${event.trigger}", which the metadata does not have.`)
      return persistently(() => retryLater(database, event.id, UNKNOWN_TRIGGER_RETRY_SECONDS, clock.now()))
    }
    const attempt = await tryDelivery(() =>
      deliverEvent(event, trigger, { env: deps.env, signal: shutdown.signal }),
    )
    if (attempt) await persistently(() => recordAttempt(database, event, trigger, attempt, clock.now()))
  }

  /** The attempt is made: what came of it must be written down, even if the database is away for a while. */
  async function persistently(write: () => Promise<void>): Promise<void> {
    do {
      try {
        return await write()
      } catch (error) {
        deps.log(`An event's outcome could not be written: ${error instanceof Error ? error.message : error}`)
        await Promise.race([clock.sleep(deps.pollIntervalMs), aborted(shutdown.signal)])
      }
    } while (!shutdown.signal.aborted)
  }

  const worker: Worker = startWorker({
    claim,
    work: deliver,
    intervalMs: deps.pollIntervalMs,
    concurrency: CONCURRENCY,
    clock,
    onError: (error) =>
      deps.log(`Events could not be fetched: ${error instanceof Error ? error.message : error}`),
  })
  return {
    poke: worker.poke,
    async stop(graceMs) {
      const cancel = clock.after(graceMs, () => shutdown.abort())
      await worker.stop()
      cancel()
      shutdown.abort()
    },
  }
}

/** Undefined when the engine shut down before there was an answer: the event is then delivered again later. */
async function tryDelivery(deliver: () => Promise<Attempt>): Promise<Attempt | undefined> {
  try {
    return await deliver()
  } catch (error) {
    if (error instanceof WebhookUnreachable && error.reason === 'aborted') return undefined
    throw error
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
