import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from './clock.js'

/** The longest delay a Node timer can hold; a longer one would fire at once. */
const LONGEST_DELAY_MS = 2 ** 31 - 1

export const systemClock: Clock = {
  now: () => new Date(),
  after(milliseconds, work) {
    const due = Date.now() + milliseconds
    const wait = () => setTimeout(check, Math.min(Math.max(due - Date.now(), 0), LONGEST_DELAY_MS))
    const check = () => {
      if (Date.now() >= due) work()
      else timer = wait()
    }
    let timer = wait()
    return () => clearTimeout(timer)
  },
  sleep: (milliseconds) => sleep(milliseconds),
}
