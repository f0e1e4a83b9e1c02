import type { Clock } from '../clock/clock.js'
import type { Database } from '../database/database.js'
import { HasuraError } from '../errors.js'
import type { Delivery } from '../events/start-event-delivery.js'
import { stringifyJson, toJson } from '../json/json.js'
import type { Env } from '../metadata/env-template.js'
import type { Metadata } from '../metadata/metadata.js'
import type { ActionMetadata } from '../metadata/schemas/action.js'
import { unlessAborted } from '../webhook/unless-aborted.js'
import { persist } from '../worker/persist.js'
import { startWorker } from '../worker/start-worker.js'
import {
  type ActionOutcome,
  claimActions,
  giveBackActions,
  type QueuedAction,
  recordAction,
} from './action-log.js'
import { callAction } from './call-action.js'

const CONCURRENCY = 10

export interface AsyncActionsDeps {
  database: Database
  /** Read at every round, as reloading the metadata may replace it. */
  metadata: () => Metadata
  engineKey: number
  env: Env
  clock: Clock
  pollIntervalMs: number
  log: (message: string) => void
}

/** Calls the webhooks of asynchronous actions and writes down their answers. */
export function startAsyncActions(deps: AsyncActionsDeps): Delivery {
  const { database, engineKey, clock, log } = deps
  const shutdown = new AbortController()
  const { signal } = shutdown
  const asynchronous = () =>
    deps.metadata().actions.filter(({ definition }) => definition.kind === 'asynchronous')

  async function claim(limit: number): Promise<QueuedAction[]> {
    const names = asynchronous().map(({ name }) => name)
    return names.length === 0 ? [] : claimActions(database, names, { engineKey, limit })
  }

  async function work(queued: QueuedAction): Promise<void> {
    const action = asynchronous().find(({ name }) => name === queued.name)
    const outcome = action && (await unlessAborted(() => call(action, queued, deps, signal)))
    if (outcome === undefined) return
    const record = () => recordAction(database, queued.id, outcome)
    await persist(record, { clock, retryMs: deps.pollIntervalMs, signal, log })
  }

  const worker = startWorker({
    claim,
    work,
    intervalMs: deps.pollIntervalMs,
    concurrency: CONCURRENCY,
    clock,
    onError: (error) => log(`Asynchronous actions: ${error instanceof Error ? error.message : error}`),
  })
  return {
    poke: worker.poke,
    async stop(graceMs) {
      const cancel = clock.after(graceMs, () => shutdown.abort())
      await worker.stop()
      cancel()
      await giveBackActions(database, engineKey).catch((error) => log(`Asynchronous actions: ${error}`))
    },
  }
}

/** @throws WebhookUnreachable only when the engine shuts down meanwhile */
async function call(
  action: ActionMetadata,
  queued: QueuedAction,
  { env, metadata }: AsyncActionsDeps,
  signal: AbortSignal,
): Promise<ActionOutcome> {
  const request = {
    input: queued.input,
    session: { variables: queued.sessionVariables },
    requestQuery: null,
    clientHeaders: new Headers(queued.clientHeaders),
  }
  try {
    const { value } = await callAction(action, request, { env, customTypes: metadata().custom_types, signal })
    return { response: stringifyJson(value), errors: null }
  } catch (error) {
    if (!(error instanceof HasuraError)) throw error
    if (signal.aborted) throw error.cause ?? error
    return { response: null, errors: errorJson(error) }
  }
}

function errorJson({ code, path, message, internal, extensions }: HasuraError): string {
  return stringifyJson(
    toJson({
      code,
      path,
      error: message,
      ...(internal !== undefined && { internal }),
      ...(extensions && { extensions }),
    }),
  )
}
