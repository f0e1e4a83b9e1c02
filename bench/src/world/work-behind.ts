import { setTimeout } from 'node:timers/promises'
import { cpuSeconds } from '../../../dev/stack/cpu-seconds.js'

/** What the kernel counts in is a hundredth of a second: this long gives the share of an idle process by a percent. */
const idleMs = 3_000

/** Gives the CPU seconds that processes have taken since it was asked for, without what they take when nobody asks. */
export type WorkBehind = (pids: readonly number[]) => () => number

/** Watches processes while nothing is asked of them, and then while something is. 0 where there is no /proc. */
export async function watchWorkBehind(pids: readonly number[]): Promise<WorkBehind> {
  const startedAt = performance.now()
  const before = pids.map(secondsOf)
  await setTimeout(idleMs)
  const seconds = (performance.now() - startedAt) / 1000
  const idle = new Map(pids.map((pid, index) => [pid, (secondsOf(pid) - (before[index] ?? 0)) / seconds]))
  return (asked) => {
    const since = performance.now()
    const from = sum(asked.map(secondsOf))
    const idleShare = sum(asked.map((pid) => idle.get(pid) ?? 0))
    return () => sum(asked.map(secondsOf)) - from - (idleShare * (performance.now() - since)) / 1000
  }
}

function secondsOf(pid: number): number {
  return cpuSeconds(pid) ?? 0
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0)
}
