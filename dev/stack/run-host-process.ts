import { repository } from '../repository.js'
import { type RunningProcess, runProcess } from './run-process.js'
import type { PartOptions } from './start-stack.js'

/**
 * Runs functions and pages in a process of their own, with nothing but their own variables added: how a deployment has
 * them.
 *
 * @param buildOutput a `.vercel/output` folder to serve instead of the sources
 */
export function runHostProcess(
  { port, environment, log }: PartOptions,
  buildOutput?: string,
): Promise<RunningProcess> {
  const build = buildOutput === undefined ? [] : ['--build-output', buildOutput]
  return runProcess({
    script: 'dev/host/cli.ts',
    args: ['--port', String(port), ...build],
    cwd: repository,
    env: environment.functions,
    log,
  })
}
