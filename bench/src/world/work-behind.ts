import { setTimeout } from 'node:timers/promises'
import { cpuSeconds } from '../../../dev/stack/cpu-seconds.js'

/** What the kernel counts in is a hundredth of a second: this long gives the share of an idle process by a percent. */
const windowMs = 1_500
/** What was just asked of it may still keep a process busy: the quietest of so many windows counts. */
const windows = 4

/** Gives the CPU seconds that processes have taken since it was asked for, without what they take when nobody asks. */
export type WorkBehind = (pids: readonly number[]) => () => number

/**
 * Watches processes while nothing is asked of them, and then while something is. 0 where there is no /proc.
 *
 * @param pids of processes that are warm: one that is still starting is not idle
 */
export async function watchWorkBehind(pids: readonly number[]): Promise<WorkBehind> {
  const idle = new Map<number, number>()
  for (let window = 0; window < windows; window += 1) {
    for (const [pid, share] of await sharesNow(pids))
      idle.set(pid, Math.min(share, idle.get(pid) ?? Number.POSITIVE_INFINITY))
  }
  return (asked) => {
    const since = performance.now()
    const from = sum(asked.map(secondsOf))
    const idleShare = sum(asked.map((pid) => idle.get(pid) ?? 0))
    return () => sum(asked.map(secondsOf)) - from - (idleShare * (performance.now() - since)) / 1000
  }
}

/** Of one core. */
async function sharesNow(pids: readonly number[]): Promise<[number, number][]> {
  const startedAt = performance.now()
  const before = pids.map(secondsOf)
  await setTimeout(windowMs)
  const seconds = (performance.now() - startedAt) / 1000
  return pids.map((pid, index) => [pid, (secondsOf(pid) - (before[index] ?? 0)) / seconds])
}

function secondsOf(pid: number): number {
  return cpuSeconds(pid) ?? 0
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0)
}
