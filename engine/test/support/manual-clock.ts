import type { Clock } from '../../src/clock/clock.js'

export interface ManualClock extends Clock {
  /** Moves time forward, running what becomes due on the way, in its order. */
  advance(milliseconds: number): Promise<void>
  /** How many wait for time to pass: none while whoever was woken is still at work. */
  waiting(): number
}

interface Timer {
  due: number
  work: () => unknown
}

/** A clock that stands still until the test moves it. */
export function manualClock(start = '2026-01-01T00:00:00Z'): ManualClock {
  let now = Date.parse(start)
  const timers = new Set<Timer>()
  const after = (milliseconds: number, work: () => unknown) => {
    const timer = { due: now + milliseconds, work }
    timers.add(timer)
    return () => timers.delete(timer)
  }
  const next = (until: number) =>
    [...timers].filter(({ due }) => due <= until).sort((left, right) => left.due - right.due)[0]
  return {
    now: () => new Date(now),
    after,
    sleep: (milliseconds) => new Promise((resolve) => after(milliseconds, () => resolve())),
    waiting: () => timers.size,
    async advance(milliseconds) {
      const until = now + milliseconds
      for (let timer = next(until); timer; timer = next(until)) {
        timers.delete(timer)
        now = Math.max(now, timer.due)
        await timer.work()
      }
      now = until
    },
  }
}
