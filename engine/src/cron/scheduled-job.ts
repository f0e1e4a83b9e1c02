import type { HeaderMetadata } from '../metadata/schemas/common.js'
import type { RequestTransformMetadata, ResponseTransformMetadata } from '../metadata/schemas/transform.js'

/** The tables of the two kinds of scheduled events. */
export const scheduledTables = {
  cron: { events: 'hdb_catalog.hdb_cron_events', log: 'hdb_catalog.hdb_cron_event_invocation_logs' },
  oneOff: {
    events: 'hdb_catalog.hdb_scheduled_events',
    log: 'hdb_catalog.hdb_scheduled_event_invocation_logs',
  },
} as const

export type ScheduledKind = keyof typeof scheduledTables

/** A scheduled event that this engine has claimed. */
export interface ScheduledJob {
  kind: ScheduledKind
  id: string
  scheduledTime: Date
  /** Earlier attempts. */
  tries: number
  /** A template. */
  webhook: string
  headers: readonly HeaderMetadata[]
  retry: RetryConfiguration
  requestTransform?: RequestTransformMetadata | null | undefined
  responseTransform?: ResponseTransformMetadata | null | undefined
  /** JSON text. */
  body: string
}

interface RetryConfiguration {
  num_retries: number
  retry_interval_seconds: number
  timeout_seconds: number
  tolerance_seconds: number
}

export const defaultRetry: RetryConfiguration = {
  num_retries: 0,
  retry_interval_seconds: 10,
  timeout_seconds: 60,
  tolerance_seconds: 21_600,
}

/** Hasura writes times in UTC and leaves out a fraction of nothing. */
export function formatTime(time: Date): string {
  return time.toISOString().replace('.000Z', 'Z')
}

/** Writes an object as JSON without the keys that have no value. */
export function withoutNulls(object: Record<string, unknown>): string {
  const entries = Object.entries(object).filter(([, value]) => value !== null && value !== undefined)
  return JSON.stringify(Object.fromEntries(entries))
}
