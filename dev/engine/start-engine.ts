import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { createAdminApi } from './admin-api/admin-api.js'
import { openAuth } from './auth/open-auth.js'
import { systemClock } from './clock/system-clock.js'
import { startCron } from './cron/start-cron.js'
import type { Database } from './database/database.js'
import { startEventDelivery } from './events/start-event-delivery.js'
import { executeRequest } from './execute/execute-request.js'
import type { GenerationOptions } from './execute/generation.js'
import { createHdbCatalog } from './hdb-catalog/create-hdb-catalog.js'
import type { Env } from './metadata/env-template.js'
import { type LoadedMetadata, loadMetadataFolder } from './metadata/load-metadata.js'
import { MetadataError } from './metadata/metadata-error.js'
import { locateProblem } from './metadata/parse-metadata.js'
import { applyMigrations } from './migrations/apply-migrations.js'
import { applySqlFile } from './migrations/apply-sql-file.js'
import { enterEngine, inStartOrder } from './presence/engine-presence.js'
import { createApp } from './server/create-app.js'
import type { GraphqlExecutor } from './server/graphql-executor.js'
import { listen } from './server/listen.js'
import { openState, type StateHolder } from './state/state-holder.js'

export interface EngineOptions {
  /** Stays open when the engine closes. */
  database: Database
  metadataDir: string
  migrationsDir?: string | undefined
  /** Run once, before the metadata is looked at. */
  sqlFile?: string | undefined
  /** 0 takes any free port. */
  port: number
  /** Hasura's `HASURA_GRAPHQL_*` variables and those that the metadata names. */
  env: Env
  log?: ((message: string) => void) | undefined
}

export interface Engine {
  url: string
  port: number
  /** Lets requests and deliveries under way end, for a moment, and stops. */
  close(): Promise<void>
}

const DEFAULT_POLL_MS = 1000
const DEFAULT_GRACE_SECONDS = 3

/**
 * Starts a Hasura v2 engine for development and tests.
 *
 * @throws MetadataError listing every problem of the metadata with file and line
 * @throws SqlFileError when a migration fails
 */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const { database, env, log = () => {} } = options
  const loaded = loadMetadataFolder(options.metadataDir, env)
  const closers: (() => unknown)[] = []
  const close = async () => {
    for (const closeOne of closers.splice(0).reverse()) await closeOne()
  }
  try {
    const clock = systemClock
    const state = await inStartOrder(database, () => prepareDatabase(loaded, options))
    const auth = await openAuth(env, { fetch, clock, log })
    closers.push(() => auth.close())
    const presence = await enterEngine(database)
    closers.push(() => presence.leave())

    const graceMs = seconds(env['HASURA_GRAPHQL_GRACEFUL_SHUTDOWN_TIMEOUT'], DEFAULT_GRACE_SECONDS)
    const shared = { database, engineKey: presence.key, env, clock, log, pollIntervalMs: pollInterval(env) }
    const events = startEventDelivery({ ...shared, triggers: () => state.current().eventTriggers })
    closers.push(() => events.stop(graceMs))
    const cron = startCron({ ...shared, triggers: () => state.current().cronTriggers })
    closers.push(() => cron.stop(graceMs))

    const app = createApp({
      auth,
      executeGraphql: graphqlExecutor(state, options, events.poke),
      adminApi: createAdminApi({ database, state, env, poke: events.poke }),
      isConsistent: () => state.current().inconsistencies.length === 0,
      ping: async () => void (await database.query('SELECT 1')),
      env,
      logError: (error) => log(describeError(error)),
    })
    const server = createServer(getRequestListener(app.fetch))
    const listening = await listen(server, host(env), options.port)
    closers.push(() => listening.close(graceMs))
    return { url: listening.url, port: listening.port, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Brings the database to what migrations and metadata say. */
async function prepareDatabase(loaded: LoadedMetadata, options: EngineOptions): Promise<StateHolder> {
  const { database, migrationsDir, sqlFile, env } = options
  await createHdbCatalog(database)
  if (migrationsDir !== undefined) {
    await applyMigrations(database, migrationsDir, loaded.metadata.sources[0]?.name ?? 'default')
  }
  if (sqlFile !== undefined) await applySqlFile(database, sqlFile)
  const state = await openState(loaded, { database, clock: systemClock, options: generationOptions(env) })
  const { inconsistencies } = state.current()
  if (inconsistencies.length > 0) {
    const problems = inconsistencies.map(({ path, reason }) => ({
      path,
      message: reason.replace(/^Inconsistent object: /, ''),
    }))
    throw new MetadataError(problems.map((problem) => locateProblem(loaded.assembled, problem)))
  }
  await state.use(state.current())
  return state
}

function graphqlExecutor(
  state: StateHolder,
  { database, env, log }: EngineOptions,
  poke: () => void,
): GraphqlExecutor {
  return async ({ body, session, clientHeaders }) => {
    const { error, ...answer } = await executeRequest(body, session, {
      database,
      generation: state.current().generation,
      actions: { env },
      clientHeaders,
      isDevMode: env['HASURA_GRAPHQL_DEV_MODE'] === 'true',
    })
    if (error?.code === 'unexpected' && error.cause) log?.(describeError(error.cause))
    // A mutation may have written events; waiting for the next poll would make local work feel slow.
    poke()
    return answer
  }
}

function generationOptions(env: Env): GenerationOptions {
  return {
    stringifiesNumbers: env['HASURA_GRAPHQL_STRINGIFY_NUMERIC_TYPES'] === 'true',
    infersFunctionPermissions: env['HASURA_GRAPHQL_INFER_FUNCTION_PERMISSIONS'] !== 'false',
  }
}

function pollInterval(env: Env): number {
  const milliseconds = Number(env['HASURA_GRAPHQL_EVENTS_FETCH_INTERVAL'])
  return milliseconds > 0 ? milliseconds : DEFAULT_POLL_MS
}

function seconds(text: string | undefined, otherwise: number): number {
  const value = Number(text)
  return (text !== undefined && value >= 0 ? value : otherwise) * 1000
}

/** Only this machine, unless Hasura's own variable says otherwise: `*` means everybody. */
function host(env: Env): string {
  const configured = env['HASURA_GRAPHQL_SERVER_HOST']
  if (!configured) return '127.0.0.1'
  return configured === '*' ? '0.0.0.0' : configured
}

function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
