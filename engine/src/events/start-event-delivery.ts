import {
  type Delivery,
  type DeliveryDeps,
  type DeliveryTools,
  startDelivery,
} from '../delivery/start-delivery.js'
import { type ClaimedEvent, claimEvents, nextEventMs } from './claim-events.js'
import { deliverEvent } from './deliver-event.js'
import type { EventTrigger } from './event-trigger.js'
import { recordAttempt, retryLater } from './record-attempt.js'
import { releaseEvents } from './release-claims.js'

const CONCURRENCY = 100
/** An event whose trigger the metadata no longer has is looked at again then. */
const UNKNOWN_TRIGGER_RETRY_SECONDS = 60

interface EventDeliveryDeps extends DeliveryDeps {
  /** Read at every delivery, as reloading the metadata may replace them. */
  triggers: () => readonly EventTrigger[]
}

/** Delivers the events of `hdb_catalog.event_log` to their webhooks, at least once each. */
export function startEventDelivery(deps: EventDeliveryDeps): Delivery {
  const { database, engineKey, env, clock, log } = deps

  async function deliver(event: ClaimedEvent, { signal, record }: DeliveryTools): Promise<void> {
    const trigger = deps.triggers().find(({ metadata }) => metadata.name === event.trigger)?.metadata
    if (trigger === undefined) {
      log(`Event ${event.id} is of trigger "${event.trigger}", which the metadata does not have.`)
      return record(() => retryLater(database, event.id, UNKNOWN_TRIGGER_RETRY_SECONDS, clock.now()))
    }
    const attempt = await deliverEvent(event, trigger, { env, signal })
    await record(() => recordAttempt(database, { event, trigger, attempt }, clock.now()))
  }

  return startDelivery({
    name: 'Event delivery',
    claim: (limit) => claimEvents(database, engineKey, limit, clock.now()),
    deliver,
    nextDueMs: () => nextEventMs(database),
    database,
    release: (underWay) => releaseEvents(database, engineKey, underWay),
    concurrency: CONCURRENCY,
    pollIntervalMs: deps.pollIntervalMs,
    clock,
    log,
  })
}
