import type { Clock } from '../clock/clock.js'

interface Worker {
  /** Looks for work now instead of at the next interval. */
  poke(): void
  /** Takes on nothing new, and resolves when everything under way has ended. */
  stop(): Promise<void>
}

interface WorkerSettings<Job> {
  /** Takes up to `limit` jobs. */
  claim: (limit: number) => Promise<Job[]>
  /** Does one. */
  work: (job: Job) => Promise<void>
  intervalMs: number
  /** How many jobs may be under way at once. */
  concurrency: number
  clock: Clock
  /** Something failed, e.g. because the database is away; claiming is tried again at the next interval. */
  onError: (error: unknown) => void
}

/**
 * Claims and does jobs until it is stopped: at once, then at every interval, earlier when poked, and again right away
 * while there is more to claim than can be under way.
 */
export function startWorker<Job>(settings: WorkerSettings<Job>): Worker {
  const underWay = new Set<Promise<void>>()
  let stopped = false
  let poked = false
  let wake = () => {}

  const poke = () => {
    poked = true
    wake()
  }

  /** Claims once; true when there may be more. */
  async function takeJobs(): Promise<boolean> {
    const limit = settings.concurrency - underWay.size
    if (limit === 0) return false
    const jobs = await settings.claim(limit)
    for (const job of jobs) {
      const done: Promise<void> = settings
        .work(job)
        .catch(settings.onError)
        .finally(() => {
          underWay.delete(done)
          if (settings.concurrency - underWay.size === 1) poke()
        })
      underWay.add(done)
    }
    return jobs.length === limit
  }

  function pause(): Promise<void> {
    return new Promise((resolve) => {
      const cancel = settings.clock.after(settings.intervalMs, resolve)
      wake = () => {
        cancel()
        resolve()
      }
      if (poked || stopped) wake()
    })
  }

  async function run(): Promise<void> {
    while (!stopped) {
      poked = false
      try {
        if ((await takeJobs()) && underWay.size < settings.concurrency) continue
      } catch (error) {
        settings.onError(error)
        poked = false
      }
      if (!stopped) await pause()
    }
  }

  const running = run()
  return {
    poke,
    async stop() {
      stopped = true
      wake()
      await running
      await Promise.all(underWay)
    },
  }
}
