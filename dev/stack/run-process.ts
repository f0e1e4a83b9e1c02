import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { isProgram } from '../build/programs.js'
import { repository } from '../repository.js'

interface ProcessOptions {
  /** One of the programs that are built, or another TypeScript file; it prints `{"ready":true,"url":…}` when it serves. */
  script: string
  args: readonly string[]
  cwd: string
  env: Readonly<Record<string, string>>
  log: (line: string) => void
}

export interface RunningProcess {
  url: string
  pid: number
  /** Asks it to stop, and waits until it has. */
  close(): Promise<void>
  /** Ends it as a power cut would. */
  kill(): Promise<void>
}

const stopWithParent = `${pathToFileURL(`${repository}/dev/stop-with-parent.mjs`)}?parent=${process.pid}`
const readySchema = z.object({ ready: z.literal(true), url: z.string() })

/**
 * Runs a part of the stack in a process of its own, which ends with this one, and waits until it serves.
 *
 * @throws Error when it ends before it is ready; what it printed has gone to `log`
 */
export async function runProcess({ script, args, cwd, env, log }: ProcessOptions): Promise<RunningProcess> {
  const run = isProgram(script) ? [`${repository}/dev/run.mjs`] : ['--import', 'tsx']
  const child = spawn(process.execPath, ['--import', stopWithParent, ...run, script, ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = once(child, 'exit')
  const stop = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    await exited
  }
  const url = await Promise.race([readyUrl(child, log), exited.then(() => undefined)])
  if (url === undefined)
    throw new Error(`${script} ended with ${child.exitCode ?? child.signalCode} before it was ready`)
  if (child.pid === undefined) throw new TypeError('a process that is ready has a number')
  return { url, pid: child.pid, close: () => stop('SIGTERM'), kill: () => stop('SIGKILL') }
}

function readyUrl(
  child: ChildProcessByStdio<null, Readable, Readable>,
  log: ProcessOptions['log'],
): Promise<string> {
  return new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface(stream).on('line', (line) => {
        const url = parseReady(line)
        if (url === undefined) log(line)
        else resolve(url)
      })
    }
  })
}

function parseReady(line: string): string | undefined {
  try {
    return readySchema.safeParse(JSON.parse(line)).data?.url
  } catch {
    return undefined
  }
}
