import { expect } from 'vitest'
import { isRunning } from '../../dev/is-running.mjs'

/** Waits until none of these processes is there. How long a stop may take at most is shown by a test with its own clock. */
export async function expectGone(processes: readonly { pid: number; command: string }[]): Promise<void> {
  await expect.poll(() => processes.filter(({ pid }) => isRunning(pid))).toEqual([])
}
