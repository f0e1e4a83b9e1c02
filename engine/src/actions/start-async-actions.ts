import {
  type Delivery,
  type DeliveryDeps,
  type DeliveryTools,
  startDelivery,
} from '../delivery/start-delivery.js'
import { HasuraError } from '../errors.js'
import { stringifyJson, toJson } from '../json/json.js'
import type { Metadata } from '../metadata/metadata.js'
import type { ActionMetadata } from '../metadata/schemas/action.js'
import {
  type ActionOutcome,
  claimActions,
  type QueuedAction,
  recordAction,
  releaseActions,
} from './action-log.js'
import { callAction } from './call-action.js'

const CONCURRENCY = 10

interface AsyncActionsDeps extends DeliveryDeps {
  /** Read at every round, as reloading the metadata may replace it. */
  metadata: () => Metadata
}

/** Calls the webhooks of asynchronous actions and writes down their answers. */
export function startAsyncActions(deps: AsyncActionsDeps): Delivery {
  const { database, engineKey } = deps
  const asynchronous = () =>
    deps.metadata().actions.filter(({ definition }) => definition.kind === 'asynchronous')

  async function claim(limit: number): Promise<QueuedAction[]> {
    const names = asynchronous().map(({ name }) => name)
    return names.length === 0 ? [] : claimActions(database, names, { engineKey, limit })
  }

  async function deliver(queued: QueuedAction, { signal, record }: DeliveryTools): Promise<void> {
    const action = asynchronous().find(({ name }) => name === queued.name)
    if (action === undefined) return
    const outcome = await call(action, queued, deps, signal)
    await record(() => recordAction(database, queued.id, outcome))
  }

  return startDelivery({
    name: 'Asynchronous actions',
    claim,
    deliver,
    nextDueMs: async () => Number.POSITIVE_INFINITY,
    database,
    release: (underWay) => releaseActions(database, engineKey, underWay),
    concurrency: CONCURRENCY,
    pollIntervalMs: deps.pollIntervalMs,
    clock: deps.clock,
    log: deps.log,
  })
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
