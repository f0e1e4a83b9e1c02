import { HasuraError } from '../errors.js'
import { type Json, JsonNumber, stringifyJson } from '../json/json.js'
import { parseTemplate, parseTextTemplate } from '../kriti/parse-template.js'
import type { Scope } from '../kriti/template.js'
import { TemplateError } from '../kriti/template-error.js'
import type { RequestTransformMetadata } from '../metadata/schemas/transform.js'
import type { WebhookRequest } from '../webhook/send-webhook.js'

export interface TransformContext {
  /** What would be sent as the body. */
  body: Json
  sessionVariables: Readonly<Record<string, string>> | null
}

/**
 * Rewrites a call before it is sent, as its metadata says. All templates see the call as it was before.
 *
 * @throws HasuraError `unexpected` when a template cannot be read or filled in
 */
export function transformRequest(
  request: WebhookRequest,
  transform: RequestTransformMetadata,
  context: TransformContext,
): WebhookRequest {
  const scope = requestScope(request, context)
  try {
    return {
      ...request,
      method: transform.method?.toUpperCase() ?? request.method,
      url: transformUrl(request.url, transform, scope),
      headers: transformHeaders(request, transform, scope),
      body: transformBody(request, transform, scope),
    }
  } catch (error) {
    throw error instanceof TemplateError ? transformFailure('Request Transformation Failed', error) : error
  }
}

export function transformFailure(message: string, error: TemplateError): HasuraError {
  return new HasuraError('unexpected', message, { internal: { error: error.message }, cause: error })
}

function requestScope(request: WebhookRequest, { body, sessionVariables }: TransformContext): Scope {
  return new Map<string, Json>([
    ['$body', body],
    ['$base_url', request.url],
    ['$session_variables', sessionVariables === null ? null : { ...sessionVariables }],
    ['$query_params', Object.fromEntries(new URL(request.url).searchParams)],
  ])
}

function transformUrl(
  url: string,
  { url: template, query_params: params }: RequestTransformMetadata,
  scope: Scope,
): string {
  const base = template ? asText(parseTextTemplate(template)(scope)) : url
  if (!params) return base
  const query =
    typeof params === 'string' ? asText(parseTextTemplate(params)(scope)) : queryString(params, scope)
  const [target] = base.split('?', 1)
  return query === '' ? `${target}` : `${target}?${query.replace(/^\?/, '')}`
}

/** Parameters whose value is null are left out. */
function queryString(params: Record<string, string>, scope: Scope): string {
  const pairs = Object.entries(params).flatMap(([name, value]) => {
    const filled = parseTextOrValue(value, scope)
    return filled === null ? [] : [[asText(parseTextTemplate(name)(scope)), asText(filled)]]
  })
  return new URLSearchParams(pairs).toString()
}

function transformHeaders(
  { headers }: WebhookRequest,
  { request_headers: change, content_type: contentType }: RequestTransformMetadata,
  scope: Scope,
): Map<string, string> {
  const removed = new Set((change?.remove_headers ?? []).map((name) => name.toLowerCase()))
  const added = Object.entries(change?.add_headers ?? {}).map(
    ([name, template]) => [name.toLowerCase(), asText(parseTextTemplate(template)(scope))] as const,
  )
  return new Map([
    ...[...headers].filter(([name]) => !removed.has(name)),
    ...(contentType ? [['content-type', contentType] as const] : []),
    ...added,
  ])
}

function transformBody(
  { body }: WebhookRequest,
  { body: change }: RequestTransformMetadata,
  scope: Scope,
): string | undefined {
  if (change === null || change === undefined) return body
  // Version 1 has the template itself.
  if (typeof change === 'string') return stringifyJson(parseTemplate(change)(scope))
  switch (change.action) {
    case 'remove':
      return undefined
    case 'transform':
      return stringifyJson(parseTemplate(change.template)(scope))
    case 'x_www_form_urlencoded':
      return queryString(change.form_template, scope)
  }
}

/** One expression alone keeps its kind, so that null can be told from the text "null". */
function parseTextOrValue(template: string, scope: Scope): Json {
  const isExpression = /^\s*\{\{(?:(?!\}\}).)*\}\}\s*$/s.test(template)
  return isExpression ? parseTemplate(template)(scope) : parseTextTemplate(template)(scope)
}

function asText(value: Json): string {
  const isPlain = typeof value !== 'object' || value === null || value instanceof JsonNumber
  return isPlain ? String(value) : stringifyJson(value)
}
