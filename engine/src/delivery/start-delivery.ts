import type { Clock } from '../clock/clock.js'
import type { Database } from '../database/database.js'
import type { Env } from '../metadata/env-template.js'
import { persist } from './persist.js'
import { startWorker } from './start-worker.js'
import { unlessAborted } from './unless-aborted.js'

const RELEASE_INTERVAL_MS = 5_000

/** What every delivery of an engine needs of it. */
export interface DeliveryDeps {
  database: Database
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

interface DeliverySettings<Job extends { id: string }> {
  /** Begins its messages. */
  name: string
  /** Takes up to `limit` jobs for this engine. */
  claim: (limit: number) => Promise<Job[]>
  /** Does one; whatever it writes goes through `record`. */
  deliver: (job: Job, tools: DeliveryTools) => Promise<void>
  /** Makes the claims available again that nobody works on; the jobs with these ids are under way here. */
  release: (underWay: readonly string[]) => Promise<void>
  /** When the next job is due that is known of, in milliseconds as of `clock`; asked after a claim that found none. */
  nextDueMs: () => Promise<number>
  database: Pick<Database, 'writtenUpTo'>
  /** How many jobs may be under way at once. */
  concurrency: number
  pollIntervalMs: number
  clock: Clock
  log: (message: string) => void
}

export interface DeliveryTools {
  /** Ends when the grace period of a stop does. */
  signal: AbortSignal
  /** Writes until it succeeds: what has happened must be recorded, even if the database is away for a while. */
  record: (write: () => Promise<void>) => Promise<void>
}

/**
 * Claims jobs from the database and delivers each at least once. Claims are released every few seconds when nobody
 * works on them, and at once after an error: the database may have made a claim whose answer never arrived here. In between
 * nothing is looked for in an embedded database that nobody has written to since there was nothing.
 */
export function startDelivery<Job extends { id: string }>(settings: DeliverySettings<Job>): Delivery {
  const { name, clock, pollIntervalMs } = settings
  const log = (error: unknown) =>
    settings.log(`${name}: ${error instanceof Error ? error.message : String(error)}`)
  const shutdown = new AbortController()
  const { signal } = shutdown
  const tools: DeliveryTools = {
    signal,
    record: (write) => persist(write, { clock, retryMs: pollIntervalMs, signal, log: settings.log }),
  }
  const underWay = new Set<string>()
  let releaseAt = Number.NEGATIVE_INFINITY
  let idle: { writtenUpTo: string; untilMs: number } | undefined

  async function claim(limit: number): Promise<Job[]> {
    const now = clock.now().getTime()
    const writtenUpTo = await settings.database.writtenUpTo()
    if (idle?.writtenUpTo === writtenUpTo && now < Math.min(releaseAt, idle.untilMs)) return []
    if (now >= releaseAt) {
      await settings.release([...underWay])
      releaseAt = now + RELEASE_INTERVAL_MS
    }
    const jobs = await settings.claim(limit)
    for (const { id } of jobs) underWay.add(id)
    const mayIdle = jobs.length === 0 && writtenUpTo !== null
    idle = mayIdle ? { writtenUpTo, untilMs: await settings.nextDueMs() } : undefined
    return jobs
  }

  async function work(job: Job): Promise<void> {
    try {
      await unlessAborted(() => settings.deliver(job, tools))
    } finally {
      underWay.delete(job.id)
    }
  }

  const worker = startWorker({
    claim,
    work,
    intervalMs: pollIntervalMs,
    concurrency: settings.concurrency,
    clock,
    onError: (error) => {
      log(error)
      releaseAt = Number.NEGATIVE_INFINITY
    },
  })
  return {
    poke: worker.poke,
    async stop(graceMs) {
      const cancel = clock.after(graceMs, () => shutdown.abort())
      await worker.stop()
      cancel()
      await settings.release([]).catch(log)
    },
  }
}
