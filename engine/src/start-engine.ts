import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { startAsyncActions } from './actions/start-async-actions.js'
import { createAdminApi } from './admin-api/admin-api.js'
import { openAuth } from './auth/open-auth.js'
import { systemClock } from './clock/system-clock.js'
import { startCron } from './cron/start-cron.js'
import type { Database } from './database/database.js'
import { enterEngine, inStartOrder } from './database/engine-presence.js'
import { startEventCleanup } from './events/start-event-cleanup.js'
import { startEventDelivery } from './events/start-event-delivery.js'
import { executeRequest } from './execute/execute-request.js'
import { Limiter } from './execute/limits/limiter.js'
import { explainRequest } from './execute/explain/explain-request.js'
import type { Env } from './metadata/env-template.js'
import { loadMetadataFolder } from './metadata/load-metadata.js'
import { formatProblem } from './metadata/metadata-error.js'
import { prepareDatabase } from './prepare-database.js'
import { readOrigins } from './server/read-origins.js'
import { createApp } from './server/create-app.js'
import type { GraphqlExecutor } from './server/graphql-executor.js'
import { listen } from './server/listen.js'
import { readSettings } from './settings.js'
import { acceptSockets } from './subscriptions/accept-sockets.js'
import type { OperationDeps } from './subscriptions/run-operation.js'
import { startSubscriptionPoller } from './subscriptions/subscription-poller.js'

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

/**
 * Starts a Hasura v2 engine for development and tests.
 *
 * @throws MetadataError listing every problem of the metadata with file and line
 * @throws SqlFileError when a migration fails
 */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const closers: (() => unknown)[] = []
  const close = async () => {
    for (const closeOne of closers.splice(0).reverse()) await closeOne()
  }
  try {
    return { ...(await start(options, (closeOne) => closers.push(closeOne))), close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Hands everything that must be stopped again to `onClose`, in the order of starting. */
async function start(
  options: EngineOptions,
  onClose: (close: () => unknown) => void,
): Promise<Omit<Engine, 'close'>> {
  const { database, env, log = () => {} } = options
  const clock = systemClock
  const settings = readSettings(env)
  const loaded = loadMetadataFolder(options.metadataDir, env, (warning) => log(formatProblem(warning)))
  const state = await inStartOrder(database, () =>
    prepareDatabase(loaded, { ...options, clock, generation: settings.generation }),
  )

  const auth = await openAuth(env, { fetch, clock, log })
  onClose(() => auth.close())
  const presence = await enterEngine(database)
  onClose(() => presence.leave())
  const shared = { database, engineKey: presence.key, env, clock, log, pollIntervalMs: settings.eventsPollMs }
  const events = startEventDelivery({ ...shared, triggers: () => state.current().eventTriggers })
  onClose(() => events.stop(settings.graceMs))
  const cleanup = startEventCleanup({ ...shared, triggers: () => state.current().eventTriggers })
  onClose(() => cleanup.stop())
  const cron = startCron({ ...shared, triggers: () => state.current().cronTriggers })
  onClose(() => cron.stop(settings.graceMs))
  const asyncActions = startAsyncActions({
    ...shared,
    metadata: () => state.current().loaded.metadata,
    pollIntervalMs: settings.asyncActionsPollMs,
  })
  onClose(() => asyncActions.stop(settings.graceMs))
  // What a request wrote is looked at right away; waiting for the next poll would make local work feel slow.
  const afterRequest = () => {
    if (state.current().eventTriggers.length > 0) events.poke()
    asyncActions.poke()
  }

  const limiter = new Limiter(clock)
  const operations: OperationDeps = () => ({
    database,
    generation: state.current().generation,
    actions: { env },
    limiter,
    internalErrors: settings.internalErrors,
  })
  const origins = readOrigins(env, log)
  const app = createApp({
    auth,
    executeGraphql: graphqlExecutor(operations, afterRequest, log),
    restEndpoints: () => state.current().restEndpoints,
    adminApi: createAdminApi({ database, state, env, poke: events.poke }),
    explain: (body) => explainRequest(body, operations()),
    isConsistent: () => state.current().inconsistencies.length === 0,
    ping: async () => void (await database.query('SELECT 1')),
    isAllowedOrigin: origins.isAllowed,
    internalErrors: settings.internalErrors,
    env,
    logError: (error) => log(describe(error)),
  })
  const server = createServer(getRequestListener(app.fetch))
  const listening = await listen(server, settings.host, options.port)
  onClose(() => listening.close(settings.graceMs))
  const poller = startSubscriptionPoller({ clock, intervalMs: settings.liveQueryRefetchMs })
  onClose(() => poller.close())
  const sockets = acceptSockets(server, {
    authenticate: auth.authenticate,
    operations,
    poller,
    clock,
    origins,
    keepAliveMs: settings.webSocketKeepAliveMs,
    initTimeoutMs: settings.webSocketInitTimeoutMs,
  })
  onClose(() => sockets.close())
  state.onChange(() => sockets.restart())
  return { url: listening.url, port: listening.port }
}

function graphqlExecutor(
  operations: OperationDeps,
  afterRequest: () => void,
  log: (message: string) => void,
): GraphqlExecutor {
  return async ({ body, session, ...client }) => {
    const answer = await executeRequest(body, session, { ...operations(), ...client })
    const { error } = answer
    if (error?.status === 500 && error.cause !== undefined) log(describe(error.cause))
    if (holdsMutation(body)) afterRequest()
    return answer
  }
}

/** A document without the word has no mutation. */
function holdsMutation(body: unknown): boolean {
  return [body].flat().some((one) => String(Reflect.get(Object(one), 'query')).includes('mutation'))
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
