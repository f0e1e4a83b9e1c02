import type { World } from './fault-run.js'
import { pause } from './pause.js'
import { whileStopped } from './while-stopped.js'

/** Lets PostgreSQL stand still for so long, while the work goes on; gives what came of it when both are over. */
export async function stallServer<T>(
  { server, signal, say }: World,
  milliseconds: number,
  work: () => Promise<T>,
): Promise<T> {
  const { pid } = server
  if (pid === undefined) throw new TypeError('only a server of our own is stopped')
  say(`PostgreSQL stands still for ${milliseconds / 1000} s`)
  return whileStopped(pid, async () => {
    const [result] = await Promise.all([work(), pause(milliseconds, signal)])
    return result
  })
}
