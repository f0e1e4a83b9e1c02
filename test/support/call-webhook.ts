import { answerAction } from '../../functions/actions/answer-action.js'
import { answerEvent } from '../../functions/events/answer-event.js'
import { actionFailure, eventFailure } from '../../functions/http/failures.js'
import { handle } from '../../functions/http/handle.js'
import type { FakeWorld } from './fake-world.js'

interface ActionCall {
  input?: Record<string, unknown>
  session?: Record<string, string>
  /** Replaces the whole payload. */
  payload?: unknown
  headers?: Record<string, string>
}

/** Calls an Action as Hasura does. */
export async function callAction(world: FakeWorld, name: string, call: ActionCall = {}): Promise<Response> {
  const payload = call.payload ?? {
    action: { name },
    input: call.input ?? {},
    session_variables: { 'x-hasura-role': 'anonymous', ...call.session },
    request_query: 'mutation { … }',
  }
  const [secret = ''] = world.deps.config.actionSecrets
  const request = post(`/api/actions/${name}`, payload, { 'x-webhook-secret': secret, ...call.headers })
  return handle(request, { handler: answerAction, deps: world.deps.forRequest(), failure: actionFailure })
}

/** Delivers an event as Hasura does. */
export async function deliver(
  world: FakeWorld,
  trigger: string,
  payload: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  const [secret = ''] = world.deps.config.eventSecrets
  const request = post(`/api/events/${trigger}`, payload, { 'x-webhook-secret': secret, ...headers })
  return handle(request, { handler: answerEvent, deps: world.deps.forRequest(), failure: eventFailure })
}

function post(path: string, payload: unknown, headers: Record<string, string>): Request {
  const all = { 'content-type': 'application/json', ...headers }
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload)
  return new Request(`https://app.example${path}`, { method: 'POST', headers: all, body })
}
