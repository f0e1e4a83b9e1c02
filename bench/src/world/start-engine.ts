import { runProcess, type RunningProcess } from '../../../dev/stack/run-process.js'
import { repository } from '../../../dev/repository.js'
import type { Variables } from '../processes/ask-once.js'

interface EngineOptions {
  /** Has `metadata/` and `migrations/`. */
  hasura: string
  /** An embedded database without one. */
  databaseUrl: string | undefined
  env: Variables
}

/** Runs the engine in a process of its own. */
export function startEngine({ hasura, databaseUrl, env }: EngineOptions): Promise<RunningProcess> {
  const folders = ['--metadata', `${hasura}/metadata`, '--migrations', `${hasura}/migrations`]
  const database = databaseUrl === undefined ? [] : ['--database-url', databaseUrl]
  return runProcess({
    script: 'engine/src/cli.ts',
    args: [...folders, ...database, '--port', '0'],
    cwd: repository,
    env,
    log: () => undefined,
  })
}
