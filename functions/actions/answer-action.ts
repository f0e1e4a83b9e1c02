import * as z from 'zod'
import type { Deps } from '../deps.js'
import { AppError } from '../errors.js'
import { callerOf, sessionVariablesShape } from '../hasura/session-variables.js'
import { requireWebhookSecret } from '../hasura/webhook.js'
import { readJson } from '../http/body.js'
import { json } from '../http/respond.js'
import { actions } from './actions.js'

const payloadShape = z.object({
  action: z.object({ name: z.string() }),
  input: z.record(z.string(), z.unknown()),
  session_variables: sessionVariablesShape,
})
const maxBytes = 16_384

/**
 * Answers a Hasura Action.
 *
 * @throws AppError `unauthorized` before the body is read; `not-found`, `invalid-input` for another Action's payload
 * @see https://hasura.io/docs/2.0/actions/action-handlers/
 */
export async function answerAction(request: Request, deps: Deps): Promise<Response> {
  requireWebhookSecret(request, { variable: 'ACTION_SECRET', accepted: deps.config.actionSecrets })
  const name = new URL(request.url).pathname.split('/').at(-1) ?? ''
  const run = actions.get(name)
  if (!run) throw new AppError('not-found', { reason: 'no such Action' })
  const { action, input, session_variables } = await readJson(request, { maxBytes, shape: payloadShape })
  if (action.name !== name) throw new AppError('invalid-input', { reason: 'the payload of another Action' })
  return json(await run(deps, input, callerOf(session_variables, deps.config.unauthorizedRole)))
}
