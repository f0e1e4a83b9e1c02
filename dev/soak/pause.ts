import { setTimeout } from 'node:timers/promises'

/** Waits real time: faults are about how long something took. Ends early, by throwing, when the soak is stopped. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await setTimeout(milliseconds, undefined, { signal })
}
