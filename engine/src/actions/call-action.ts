import type { Session } from '../auth/session.js'
import { HasuraError } from '../errors.js'
import type { Json, JsonObject } from '../json/json.js'
import { stringifyJson } from '../json/json.js'
import { type Env, resolveEnvTemplate } from '../metadata/env-template.js'
import type { ActionMetadata } from '../metadata/schemas/action.js'
import type { CustomTypesMetadata } from '../metadata/schemas/custom-types.js'
import { sendWebhook, type WebhookAnswer, type WebhookRequest } from '../webhook/send-webhook.js'
import { WebhookUnreachable } from '../webhook/webhook-unreachable.js'
import { transformRequest } from '../webhook-transform/transform-request.js'
import { transformResponse } from '../webhook-transform/transform-response.js'
import { actionHeaders } from './action-headers.js'
import { type ActionInternal, actionRequestInfo } from './action-internal.js'
import { readActionAnswer } from './read-action-answer.js'

const DEFAULT_TIMEOUT_SECONDS = 30

export interface ActionCall {
  /** Exactly the arguments that were given. */
  input: JsonObject
  session: Pick<Session, 'variables'>
  /** The client's GraphQL text; null for asynchronous actions. */
  requestQuery: string | null
  clientHeaders: Headers
}

export interface ActionDeps {
  env: Env
  customTypes: CustomTypesMetadata
  /** Ends the call early, when the engine shuts down. */
  signal?: AbortSignal | undefined
}

interface ActionAnswer {
  /** Has the shape of the action's output type, at its top level. */
  value: Json
  setCookies: string[]
}

/**
 * Calls an action's webhook.
 *
 * @throws HasuraError as contract section 5.2 says: what the webhook answered with 4xx, else `unexpected`
 */
export async function callAction(
  action: ActionMetadata,
  call: ActionCall,
  deps: ActionDeps,
): Promise<ActionAnswer> {
  const { definition } = action
  const payload = actionPayload(action, call)
  const context = { body: payload, sessionVariables: call.session.variables }
  const original: WebhookRequest = {
    url: resolveEnvTemplate(definition.handler, deps.env),
    method: 'POST',
    headers: actionHeaders(definition, call.clientHeaders, deps.env),
    body: stringifyJson(payload),
    timeoutMs: (definition.timeout ?? DEFAULT_TIMEOUT_SECONDS) * 1000,
    signal: deps.signal,
  }
  const { request_transform: change, response_transform: changeBack } = definition
  const request = change ? transformRequest(original, change, context) : original
  const internal = actionRequestInfo(definition, payload, call.clientHeaders, change ? request : undefined)
  const answer = await send(request, internal)
  const changedAnswer = changeBack ? transformResponse(answer, changeBack, context) : answer
  const value = readActionAnswer(changedAnswer, definition.output_type, deps.customTypes, internal)
  return { value, setCookies: setCookies(answer) }
}

function actionPayload(action: ActionMetadata, call: ActionCall): JsonObject {
  return {
    action: { name: action.name },
    input: call.input,
    session_variables: call.session.variables,
    request_query: call.requestQuery,
  }
}

async function send(request: WebhookRequest, internal: ActionInternal): Promise<WebhookAnswer> {
  try {
    return await sendWebhook(request)
  } catch (error) {
    if (!(error instanceof WebhookUnreachable)) throw error
    const message = error.reason === 'timeout' ? 'Response timeout' : error.message
    throw new HasuraError('unexpected', 'http exception when calling webhook', {
      internal: { error: { type: 'http_exception', message }, ...internal, response: null },
      cause: error,
    })
  }
}

function setCookies({ headers }: WebhookAnswer): string[] {
  return headers.filter(([name]) => name.toLowerCase() === 'set-cookie').map(([, value]) => value)
}
