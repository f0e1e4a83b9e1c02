import * as z from 'zod'
import type { Deps } from '../deps.js'
import { AppError } from '../errors.js'
import { requireWebhookSecret } from '../hasura/webhook.js'
import { readJson } from '../http/body.js'
import { json } from '../http/respond.js'
import { triggers } from './triggers.js'

const maxBytes = 1_000_000

/**
 * Answers a Hasura trigger. The work is done before the answer is given: a 2xx means that Hasura may forget the event.
 *
 * @throws AppError `unauthorized` before the body is read; `not-found`, `invalid-input` for another trigger's payload
 */
export async function answerEvent(request: Request, deps: Deps): Promise<Response> {
  requireWebhookSecret(request, { variable: 'EVENT_SECRET', accepted: deps.config.eventSecrets })
  const name = new URL(request.url).pathname.split('/').at(-1) ?? ''
  const handle = triggers.get(name)
  if (!handle) throw new AppError('not-found', { reason: 'no such trigger' })
  return json(await handle(deps, await readJson(request, { maxBytes, shape: z.unknown() })))
}
