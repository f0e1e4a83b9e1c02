import type { Clock } from '../clock/clock.js'

interface PersistDeps {
  clock: Clock
  retryMs: number
  signal: AbortSignal
  log: (message: string) => void
}

/** Writes until it succeeds or the engine shuts down: what has happened must be recorded, even if the database is away. */
export async function persist(
  write: () => Promise<void>,
  { clock, retryMs, signal, log }: PersistDeps,
): Promise<void> {
  do {
    try {
      return await write()
    } catch (error) {
      log(`The outcome of a delivery could not be written: ${error instanceof Error ? error.message : error}`)
      await pause(clock, retryMs, signal)
    }
  } while (!signal.aborted)
}

function pause(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(milliseconds, resolve)
    const stop = () => {
      cancel()
      resolve()
    }
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
}
