import { readdirSync, readFileSync } from 'node:fs'

interface Usage {
  parent: number
  seconds: number
}

/** What /proc counts in, on every Linux. */
const ticksPerSecond = 100

/**
 * The CPU time of a process and of all its descendants, user and system, in seconds. The kernel adds that of a process
 * which has ended to its parent, so that only the living need to be looked for; one whose parent died before it is lost.
 *
 * @returns undefined where there is no /proc
 */
export function cpuSeconds(pid: number): number | undefined {
  if (process.platform !== 'linux') return undefined
  const usages = new Map<number, Usage>()
  for (const name of readdirSync('/proc')) {
    const usage = /^\d+$/.test(name) ? readUsage(name) : undefined
    if (usage) usages.set(Number(name), usage)
  }
  return sumOf(pid, usages)
}

function sumOf(pid: number, usages: ReadonlyMap<number, Usage>): number {
  let sum = usages.get(pid)?.seconds ?? 0
  for (const [child, { parent }] of usages) if (parent === pid) sum += sumOf(child, usages)
  return sum
}

/** @see proc_pid_stat(5): the name in parentheses may contain spaces, so counting begins behind it */
function readUsage(pid: string): Usage | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    const [parent = 0] = fields.slice(1)
    const times = fields.slice(11, 15)
    return { parent, seconds: times.reduce((sum, ticks) => sum + ticks, 0) / ticksPerSecond }
  } catch {
    // It ended while we were looking.
    return undefined
  }
}
