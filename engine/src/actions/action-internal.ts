import type { Json } from '../json/json.js'
import type { ActionMetadata } from '../metadata/schemas/action.js'
import { headerList } from '../webhook/header-list.js'
import type { WebhookAnswer, WebhookRequest } from '../webhook/send-webhook.js'
import { forwardedHeaders } from './forwarded-headers.js'

/** What admins are told about a failed call; environment values stay names in it. */
export interface ActionInternal {
  request: { url: string; body: Json; headers: unknown[]; transformed_request: unknown }
}

export function actionRequestInfo(
  definition: ActionMetadata['definition'],
  body: Json,
  clientHeaders: Headers,
  transformed: WebhookRequest | undefined,
): ActionInternal {
  const client = definition.forward_client_headers
    ? headerList([...forwardedHeaders(clientHeaders, definition.ignored_client_headers)])
    : []
  return {
    request: {
      url: definition.handler,
      body,
      headers: [...definition.headers, ...client],
      transformed_request: transformed ? describeTransformed(transformed, definition) : null,
    },
  }
}

/** Values of configured headers come from the environment and stay out. */
function describeTransformed(
  { method, url, headers, body }: WebhookRequest,
  definition: ActionMetadata['definition'],
): object {
  const configured = new Set(definition.headers.map(({ name }) => name.toLowerCase()))
  return { method, url, headers: [...headers].filter(([name]) => !configured.has(name)), body: body ?? null }
}

export function actionResponseInfo(answer: WebhookAnswer, body: Json): object {
  return { status: answer.status, body, headers: headerList(answer.headers) }
}
