import { findCronTriggers } from '../cron/find-cron-triggers.js'
import type { Queryable } from '../database/database.js'
import { findEventTriggers } from '../events/event-trigger.js'
import { buildGeneration, type GenerationOptions } from '../execute/generation.js'
import type { LoadedMetadata } from '../metadata/load-metadata.js'
import { findRestEndpoints } from '../rest/find-rest-endpoints.js'
import type { EngineState } from './engine-state.js'

interface BuildRequest {
  loaded: LoadedMetadata
  options: GenerationOptions
  resourceVersion: number
}

/** Joins metadata with what the database holds now. Nothing is changed; what does not fit is listed. */
export async function buildState(
  database: Queryable,
  { loaded, options, resourceVersion }: BuildRequest,
): Promise<EngineState> {
  const generation = await buildGeneration(loaded.metadata, database, options)
  const events = findEventTriggers(loaded.metadata, generation.catalogue)
  const cron = findCronTriggers(loaded.metadata)
  const rest = findRestEndpoints(loaded.metadata)
  return {
    resourceVersion,
    loaded,
    generation,
    eventTriggers: events.triggers,
    cronTriggers: cron.triggers,
    restEndpoints: rest.endpoints,
    inconsistencies: [
      ...generation.model.inconsistencies,
      ...events.inconsistencies,
      ...cron.inconsistencies,
      ...rest.inconsistencies,
    ],
  }
}
