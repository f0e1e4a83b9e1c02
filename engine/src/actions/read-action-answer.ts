import { z } from 'zod'
import { HasuraError } from '../errors.js'
import type { Json } from '../json/json.js'
import { parseJson } from '../json/parse-json.js'
import type { CustomTypesMetadata } from '../metadata/schemas/custom-types.js'
import type { WebhookAnswer } from '../webhook/send-webhook.js'
import { type ActionInternal, actionResponseInfo } from './action-internal.js'
import { checkOutput } from './check-output.js'

const errorAnswer = z.object({
  message: z.string(),
  code: z.string().nullish(),
  extensions: z.record(z.string(), z.unknown()).nullish(),
})

const NO_MESSAGE =
  'parsing Hasura.GraphQL.Execute.Action.Types.ActionWebhookErrorResponse(ActionWebhookErrorResponse) failed, key "message" not found'

/** Makes a webhook's answer the action's value, or the error that the client gets. */
export function readActionAnswer(
  answer: WebhookAnswer,
  outputType: string,
  customTypes: CustomTypesMetadata,
  request: ActionInternal,
): Json {
  const body = parseBody(answer, request)
  const internal = (error: string) => ({ error, ...request, response: actionResponseInfo(answer, body) })
  if (answer.status >= 200 && answer.status < 300) {
    const problem = checkOutput(body, outputType, customTypes)
    if (problem === undefined) return body
    throw new HasuraError('unexpected', problem, { status: 400, internal: internal('unexpected response') })
  }
  if (answer.status >= 400 && answer.status < 500)
    throw clientError(answer, body, internal('unexpected response'))
  throw new HasuraError('unexpected', 'internal error', {
    internal: internal(`expecting 2xx or 4xx status code, but found ${answer.status}`),
  })
}

function parseBody(answer: WebhookAnswer, request: ActionInternal): Json {
  try {
    return parseJson(answer.body)
  } catch (cause) {
    const error = `invalid JSON: ${cause instanceof Error ? cause.message : cause}`
    throw new HasuraError('unexpected', 'not a valid json response from webhook', {
      internal: { error, ...request, response: actionResponseInfo(answer, answer.body) },
      cause,
    })
  }
}

/** What the webhook refused goes to the client in its own words. */
function clientError({ status }: WebhookAnswer, body: Json, internal: unknown): HasuraError {
  const parsed = errorAnswer.safeParse(body)
  if (!parsed.success) return new HasuraError('parse-failed', NO_MESSAGE, { internal })
  const { message, code, extensions } = parsed.data
  return new HasuraError(code ?? 'unexpected', message, { status, ...(extensions && { extensions }) })
}
