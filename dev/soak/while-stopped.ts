import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/**
 * Stops a process and its children for as long as the work takes: they keep their connections, take what is sent and
 * do not answer, as on a machine that swaps or is moved. They go on afterwards, however the work ends.
 */
export async function whileStopped<T>(pid: number, work: () => Promise<T>): Promise<T> {
  // 0 would be our own group, a negative one somebody else's, and 1 is the system's.
  if (!Number.isSafeInteger(pid) || pid <= 1) throw new TypeError(`${pid} is no process to stop`)
  // The parent first: a stopped one makes no more children.
  process.kill(pid, 'SIGSTOP')
  const stopped = [pid]
  try {
    for (const child of await childrenOf(pid)) if (send(child, 'SIGSTOP')) stopped.push(child)
    return await work()
  } finally {
    for (const one of stopped) send(one, 'SIGCONT')
  }
}

/** A child can be gone by now. */
function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}

async function childrenOf(pid: number): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid='])
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([child, parent]) => (parent === pid && child !== undefined ? [child] : []))
}
