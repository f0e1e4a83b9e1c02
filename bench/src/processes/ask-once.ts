import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { benchFolder } from '../bench-folder.js'
import type { Runtime } from '../runtimes/find-runtimes.js'

export const programFolder = `${benchFolder}/src/contenders/programs`

export type Variables = Readonly<Record<string, string>>

/** Nothing of the environment of whoever measures. */
export function childEnvironment(given: Variables): Variables {
  return { PATH: process.env['PATH'] ?? '', NODE_ENV: 'production', ...given }
}

/**
 * Runs a program in a new process and gives the JSON of its last line.
 *
 * @param program a file of contenders/programs/
 * @throws Error when it ends with anything but 0
 */
export async function askOnce(
  { execPath }: Runtime,
  [program, ...args]: readonly [string, ...string[]],
  given: Variables = {},
): Promise<unknown> {
  // Only what measures our own sources is TypeScript.
  const compiler = program.endsWith('.ts') ? ['--import', 'tsx'] : []
  const command = [...compiler, `${programFolder}/${program}`, ...args]
  const { stdout } = await promisify(execFile)(execPath, command, {
    cwd: benchFolder,
    env: childEnvironment(given),
  })
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')
}
