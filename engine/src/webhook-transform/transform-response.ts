import type { Json } from '../json/json.js'
import { stringifyJson } from '../json/json.js'
import { parseJson } from '../json/parse-json.js'
import { parseTemplate } from '../kriti/parse-template.js'
import { TemplateError } from '../kriti/template-error.js'
import type { ResponseTransformMetadata } from '../metadata/schemas/transform.js'
import type { WebhookAnswer } from '../webhook/send-webhook.js'
import { type TransformContext, transformFailure } from './transform-request.js'

/**
 * Rewrites a webhook's answer before it is looked at.
 *
 * @throws HasuraError `unexpected` when the template cannot be read or filled in
 */
export function transformResponse(
  answer: WebhookAnswer,
  { body: change }: ResponseTransformMetadata,
  request: TransformContext,
): WebhookAnswer {
  if (change === null || change === undefined) return answer
  if (typeof change !== 'string' && change.action !== 'transform') return { ...answer, body: '' }
  const template = typeof change === 'string' ? change : change.template
  const scope = new Map<string, Json>([
    ['$body', tryParse(answer.body)],
    ['$request', { body: request.body }],
    ['$response', { status: answer.status }],
    ['$session_variables', request.sessionVariables === null ? null : { ...request.sessionVariables }],
  ])
  try {
    return { ...answer, body: stringifyJson(parseTemplate(template)(scope)) }
  } catch (error) {
    throw error instanceof TemplateError ? transformFailure('Response Transformation Failed', error) : error
  }
}

/** An answer that is not JSON is a text to the template. */
function tryParse(body: string): Json {
  try {
    return parseJson(body)
  } catch {
    return body
  }
}
