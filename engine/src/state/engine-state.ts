import type { EventTrigger } from '../events/event-trigger.js'
import type { Generation } from '../execute/generation.js'
import type { LoadedMetadata } from '../metadata/load-metadata.js'
import type { CronTriggerMetadata } from '../metadata/schemas/cron-trigger.js'
import type { Inconsistency } from '../model/model.js'
import type { RestEndpoint } from '../rest/find-rest-endpoints.js'

/** What the engine serves at a moment; a change of metadata or schema replaces the whole of it. */
export interface EngineState {
  /** Counts up with every change of metadata; clients of the metadata API send it back. */
  resourceVersion: number
  loaded: LoadedMetadata
  generation: Generation
  eventTriggers: readonly EventTrigger[]
  cronTriggers: readonly CronTriggerMetadata[]
  restEndpoints: readonly RestEndpoint[]
  inconsistencies: readonly Inconsistency[]
}
