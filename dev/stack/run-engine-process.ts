import { repository } from '../repository.js'
import { type RunningProcess, runProcess } from './run-process.js'
import type { PartOptions } from './start-stack.js'

/** Runs the engine on our own metadata and migrations in a process of its own, on a database of a server. */
export function runEngineProcess(
  databaseUrl: string,
  { port, environment, log }: PartOptions,
): Promise<RunningProcess> {
  return runEngineOn({ hasura: `${repository}/hasura`, databaseUrl, port, env: environment.engine, log })
}

interface EngineOptions {
  /** Has `metadata/` and `migrations/`. */
  hasura: string
  /** An embedded database without one. */
  databaseUrl: string | undefined
  env: Readonly<Record<string, string>>
  /** A free one without it. */
  port?: number
  /** Nobody listens without it. */
  log?: (line: string) => void
}

/** Runs the engine in a process of its own on any project's folder. */
export function runEngineOn({
  hasura,
  databaseUrl,
  env,
  port = 0,
  log = () => undefined,
}: EngineOptions): Promise<RunningProcess> {
  const folders = ['--metadata', `${hasura}/metadata`, '--migrations', `${hasura}/migrations`]
  const database = databaseUrl === undefined ? [] : ['--database-url', databaseUrl]
  const args = [...folders, ...database, '--port', String(port)]
  return runProcess({ script: 'engine/src/cli.ts', args, cwd: repository, env, log })
}
