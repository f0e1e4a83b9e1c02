import type { EventTriggerMetadata } from '../metadata/schemas/event-trigger.js'
import type { EventTrigger } from './event-trigger.js'

/** How the log of one event trigger is kept small. */
export interface Cleanup {
  trigger: string
  /** Five-field cron expression, UTC. */
  schedule: string
  batchSize: number
  olderThanHours: number
  timeoutSeconds: number
  withInvocationLogs: boolean
  isPaused: boolean
}

/** The clean-ups that the triggers' `cleanup_config`s ask for, with Hasura's defaults. */
export function findCleanups(triggers: readonly EventTrigger[]): Cleanup[] {
  return triggers.flatMap(({ metadata }) => (metadata.cleanup_config ? [toCleanup(metadata)] : []))
}

function toCleanup({ name, cleanup_config: config }: EventTriggerMetadata): Cleanup {
  if (!config) throw new TypeError('only triggers with a clean-up have one')
  return {
    trigger: name,
    schedule: config.schedule,
    batchSize: config.batch_size ?? 10_000,
    olderThanHours: config.clear_older_than,
    timeoutSeconds: config.timeout ?? 60,
    withInvocationLogs: config.clean_invocation_logs ?? false,
    isPaused: config.paused ?? false,
  }
}
