import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const run = fileURLToPath(new URL('../../../dev/run.mjs', import.meta.url))
const readyLine = z.object({ ready: z.literal(true), url: z.string() })

interface CliEnd {
  code: number | null
  stdout: string
  stderr: string
}

export interface RunningCli {
  url: string
  /** Sends a signal and waits for the end. */
  stop(signal: NodeJS.Signals): Promise<CliEnd>
}

/** Runs the engine's command line until it ends by itself. */
export async function runEngineCli(args: readonly string[], env: Record<string, string>): Promise<CliEnd> {
  return ended(spawnCli(args, env))
}

/** Starts the engine's command line and waits until it serves. @throws Error with its stderr when it ends instead */
export async function startEngineCli(
  args: readonly string[],
  env: Record<string, string>,
): Promise<RunningCli> {
  const child = spawnCli(args, env)
  const end = ended(child)
  const url = await Promise.race([readUrl(child), end.then(() => undefined)])
  if (url === undefined) throw new Error(`the engine ended: ${(await end).stderr}`)
  return {
    url,
    stop: (signal) => {
      child.kill(signal)
      return end
    },
  }
}

function spawnCli(args: readonly string[], env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, [run, 'engine/src/cli.ts', ...args], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

async function ended(child: ChildProcess): Promise<CliEnd> {
  const output = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      output[name] += text
    })
  }
  await once(child, 'close')
  return { code: child.exitCode, ...output }
}

function readUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    child.stdout?.on('data', (chunk: unknown) => {
      text += String(chunk)
      if (text.includes('\n')) resolve(readyLine.parse(JSON.parse(text)).url)
    })
  })
}
