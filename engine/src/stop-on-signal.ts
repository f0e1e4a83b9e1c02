import { constants } from 'node:os'

/** Half a second less than the five that are promised, for noticing that a parent is gone and for ending. */
const deadlineMs = 4_500

/** In a terminal one Ctrl-C may come twice: once to all processes of the terminal, and once more from npm. */
const sameRequestMs = 500

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

export interface Stop {
  /** Resolves when the program is to stop. */
  requested: Promise<void>
  /** Aborts at the same moment. */
  signal: AbortSignal
}

/** What of `process` is needed. */
interface Program {
  on(event: (typeof signals)[number] | 'disconnect', listener: (signal?: string) => void): unknown
  exit(code: number): void
  stderr: { write(text: string): unknown }
}

/**
 * Lets a program that serves stop in order at SIGINT, SIGTERM, SIGHUP, or the end of its parent. Who asks twice does not
 * wait: the second request ends it at once. Nor does a stop take longer than five seconds.
 *
 * @param graceMs what may take this long to end gets it, and a second more, also where that is longer than five seconds
 */
export function stopOnSignal(graceMs = 0, program: Program = process): Stop {
  const stopping = new AbortController()
  let requestedAt = 0
  const stop = () => {
    requestedAt = performance.now()
    stopping.abort()
    endAfter(Math.max(deadlineMs, graceMs + 1_000), program)
  }
  for (const signal of signals) {
    program.on(signal, () => {
      if (!stopping.signal.aborted) stop()
      else if (performance.now() - requestedAt > sameRequestMs) program.exit(128 + constants.signals[signal])
    })
  }
  // A parent that is gone has asked for nothing: it may have ended by the very signal that is here already.
  program.on('disconnect', () => {
    if (!stopping.signal.aborted) stop()
  })
  return { signal: stopping.signal, requested: whenAborted(stopping.signal) }
}

function endAfter(milliseconds: number, program: Program): void {
  const end = () => {
    program.stderr.write(`Not stopped after ${milliseconds / 1_000} s: ended by force.\n`)
    program.exit(1)
  }
  setTimeout(end, milliseconds).unref()
}

function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
