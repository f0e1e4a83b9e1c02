import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { promisify } from 'node:util'
import { isRunning } from '../../dev/is-running.mjs'
import { repository } from '../../dev/repository.js'

export interface NpmRun {
  /** Of npm itself. */
  pid: number
  output: () => string
  /** @throws Error with the output when npm ends before this is in it */
  printed(text: string): Promise<void>
  /** Everything that runs below npm, and npm itself. */
  processes(): Promise<{ pid: number; command: string }[]>
  /** The number of the program that npm was asked to run. */
  program(): Promise<number>
  /** Sends a signal to one of them and waits for the end of npm. @returns npm's exit code */
  end(pid: number, signal: NodeJS.Signals): Promise<number | null>
  /** Ends what is left. */
  kill(): Promise<void>
}

/** Runs an npm command of this repository, or of a copy of it, as a terminal would, its shell included. */
export function runNpm(
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
  cwd: string = repository,
): NpmRun {
  const npm = spawn('npm', args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const { pid: npmPid } = npm
  if (npmPid === undefined) throw new Error('npm could not be started')
  let text = ''
  for (const stream of [npm.stdout, npm.stderr])
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString()
    })
  const processes = () => listProcesses(npmPid)
  return {
    pid: npmPid,
    output: () => text,
    processes,
    printed: (wanted) =>
      new Promise((resolve, reject) => {
        const look = () => text.includes(wanted) && resolve()
        for (const stream of [npm.stdout, npm.stderr]) stream.on('data', look)
        npm.once('close', () => reject(new Error(text)))
        look()
      }),
    async program() {
      const program = (await processes()).find(({ command }) =>
        /^\S*node .*(dev|engine)\/\S+\.ts\b/.test(command),
      )
      if (!program) throw new Error('npm runs no program')
      return program.pid
    },
    async end(pid, signal) {
      const closed = once(npm, 'exit')
      process.kill(pid, signal)
      await closed
      return npm.exitCode
    },
    async kill() {
      for (const { pid } of await processes()) if (isRunning(pid)) process.kill(pid, 'SIGKILL')
    },
  }
}

async function listProcesses(root: number): Promise<{ pid: number; command: string }[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-ww', '-o', 'pid=,ppid=,args='])
  const all = [...stdout.matchAll(/^ *(\d+) +(\d+) (.*)$/gm)].map(([, pid, parent, command = '']) => ({
    pid: Number(pid),
    parent: Number(parent),
    command,
  }))
  const below = (parent: number): typeof all =>
    all.filter((one) => one.parent === parent).flatMap((one) => [one, ...below(one.pid)])
  return [...all.filter(({ pid }) => pid === root), ...below(root)]
}
