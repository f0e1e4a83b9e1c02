import type { Clock } from '../clock/clock.js'
import { planCronEvents } from '../cron/plan-cron-events.js'
import type { Database, Queryable } from '../database/database.js'
import { installTriggers } from '../events/install-triggers.js'
import type { GenerationOptions } from '../execute/generation.js'
import type { LoadedMetadata } from '../metadata/load-metadata.js'
import { buildState } from './build-state.js'
import type { EngineState } from './engine-state.js'

export interface StateHolder {
  current(): EngineState
  /** The state of other metadata, not served yet; `database` may be a transaction that changes the schema. */
  build(loaded: LoadedMetadata, database?: Queryable): Promise<EngineState>
  /** The state of the same metadata after the database changed, not served yet. */
  rebuild(database?: Queryable): Promise<EngineState>
  /** Serves a state from now on and makes the database capture and plan what it asks for. */
  use(state: EngineState): Promise<void>
  /** Is told whenever another state is served. */
  onChange(listener: () => void): void
}

interface StateDeps {
  database: Database
  clock: Clock
  options: GenerationOptions
}

const FIRST_VERSION = 1

/** Keeps what the engine serves; `loaded` is served first, once it is used. */
export async function openState(loaded: LoadedMetadata, deps: StateDeps): Promise<StateHolder> {
  const { database, clock, options } = deps
  const listeners: (() => void)[] = []
  let state = await buildState(database, { loaded, options, resourceVersion: FIRST_VERSION })
  return {
    current: () => state,
    build: (next, within = database) =>
      buildState(within, { loaded: next, options, resourceVersion: state.resourceVersion + 1 }),
    rebuild: (within = database) =>
      buildState(within, { loaded: state.loaded, options, resourceVersion: state.resourceVersion }),
    async use(next) {
      await installTriggers(database, next.eventTriggers)
      await planCronEvents(database, next.cronTriggers, clock.now())
      if (state === next) return
      state = next
      for (const listener of listeners) listener()
    },
    onChange: (listener) => void listeners.push(listener),
  }
}
