import { repository } from '../repository.js'
import { type RunningProcess, runProcess } from './run-process.js'
import type { PartOptions } from './start-stack.js'

/** Runs the engine on our own metadata and migrations in a process of its own, on a database of a server. */
export function runEngineProcess(
  databaseUrl: string,
  { port, environment, log }: PartOptions,
): Promise<RunningProcess> {
  const hasura = `${repository}/hasura`
  const folders = ['--metadata', `${hasura}/metadata`, '--migrations', `${hasura}/migrations`]
  const args = [...folders, '--database-url', databaseUrl, '--port', String(port)]
  return runProcess({
    script: 'engine/src/cli.ts',
    args,
    cwd: repository,
    env: environment.engine,
    log,
  })
}
