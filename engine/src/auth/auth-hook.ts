import { HasuraError } from '../errors.js'
import { isJsonObject, type Json, stringifyJson } from '../json/json.js'
import { jsonKind } from '../json/json-kind.js'
import { parseJson } from '../json/parse-json.js'
import type { Env } from '../metadata/env-template.js'
import { defaultHeaders, newTrace } from '../webhook/headers.js'
import { sendWebhook, type WebhookAnswer, type WebhookRequest } from '../webhook/send-webhook.js'
import { sendableHeaders } from '../webhook/sendable-headers.js'
import { WebhookUnreachable } from '../webhook/webhook-unreachable.js'

export interface HookQuestion {
  headers: Headers
  /** The GraphQL request, or several; `null` for what is none. */
  request: Json
}

/** @throws HasuraError when there is no list of session variables in the answer */
export type AuthHook = (
  question: HookQuestion,
) => Promise<{ variables: Record<string, string>; setCookies: string[] }>

const TIMEOUT_MS = 30_000

/**
 * The webhook of `HASURA_GRAPHQL_AUTH_HOOK` that says who asks.
 *
 * @throws Error for a mode that is none
 * @see Hasura.Server.Auth.WebHook
 */
export function readAuthHook(env: Env, log: (message: string) => void): AuthHook | undefined {
  const url = env['HASURA_GRAPHQL_AUTH_HOOK']
  if (!url) return undefined
  const mode = env['HASURA_GRAPHQL_AUTH_HOOK_MODE'] || 'GET'
  if (mode !== 'GET' && mode !== 'POST') {
    throw new Error('HASURA_GRAPHQL_AUTH_HOOK_MODE: Only expecting GET / POST')
  }
  const sendsRequest = env['HASURA_GRAPHQL_AUTH_HOOK_SEND_REQUEST_BODY'] !== 'false'
  return async (question) => {
    const call = mode === 'GET' ? getCall(question) : postCall(question, sendsRequest)
    const answer = await sendWebhook({ url, method: mode, ...call, timeoutMs: TIMEOUT_MS }).catch((error) => {
      if (!(error instanceof WebhookUnreachable)) throw error
      log(`The auth hook: ${error.message}`)
      throw new HasuraError('unexpected', 'webhook authentication request failed', { cause: error })
    })
    const cookies = answer.headers.filter(([name]) => name.toLowerCase() === 'set-cookie')
    return { variables: readAnswer(answer), setCookies: cookies.map(([, value]) => value) }
  }
}

type Call = Pick<WebhookRequest, 'headers' | 'body'>

function getCall({ headers }: HookQuestion): Call {
  const trace = newTrace(headers.get('x-b3-traceid'))
  return { headers: new Map([...sendableHeaders(headers), ...defaultHeaders(trace)]), body: undefined }
}

function postCall({ headers, request }: HookQuestion, sendsRequest: boolean): Call {
  const body = { headers: Object.fromEntries(headers), ...(sendsRequest && { request }) }
  return { headers: defaultHeaders(newTrace(headers.get('x-b3-traceid'))), body: stringifyJson(body) }
}

function readAnswer({ status, body }: WebhookAnswer): Record<string, string> {
  if (status === 401) {
    throw new HasuraError('access-denied', 'Authentication hook unauthorized this request', { status: 401 })
  }
  if (status !== 200) throw invalidAnswer('')
  const answer = parseAnswer(body)
  if (!isJsonObject(answer)) throw mismatch('$', 'HashMap ~Text', 'Object', answer)
  const variables = Object.entries(answer).map(([name, value]): [string, string] => {
    if (typeof value === 'string') return [name, value]
    throw mismatch(/^\w+$/.test(name) ? `$.${name}` : `$['${name}']`, 'Text', 'String', value)
  })
  return Object.fromEntries(variables)
}

function parseAnswer(body: string): Json {
  try {
    return parseJson(body)
  } catch (cause) {
    throw invalidAnswer(`: Error in $: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
}

function mismatch(path: string, type: string, expected: string, found: Json): HasuraError {
  return invalidAnswer(
    `: Error in ${path}: parsing ${type} failed, expected ${expected}, but encountered ${jsonKind(found)}`,
  )
}

function invalidAnswer(detail: string): HasuraError {
  return new HasuraError('unexpected', `Invalid response from authorization hook${detail}`)
}
