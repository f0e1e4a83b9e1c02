import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { spellHeader } from './header-list.js'
import { WebhookUnreachable } from './webhook-unreachable.js'

export interface WebhookRequest {
  url: string
  method: string
  headers: ReadonlyMap<string, string>
  /** Absent: no body at all. */
  body: string | undefined
  timeoutMs: number
  /** Gives up early, when the engine shuts down. */
  signal?: AbortSignal | undefined
}

export interface WebhookAnswer {
  status: number
  /** As they came, names in their own spelling, repeated ones repeated. */
  headers: [name: string, value: string][]
  body: string
}

/**
 * Makes one HTTP call: no redirects are followed, nothing is retried, the deadline covers everything up to the last
 * byte of the answer. `fetch` is not used because it adds headers of its own to what the metadata asks for.
 *
 * @throws WebhookUnreachable when there is no complete answer
 */
export async function sendWebhook(call: WebhookRequest): Promise<WebhookAnswer> {
  const deadline = AbortSignal.timeout(call.timeoutMs)
  const signal = call.signal ? AbortSignal.any([deadline, call.signal]) : deadline
  try {
    const response = await startRequest(call, signal)
    const body = await readBody(response)
    return { status: response.statusCode ?? 0, headers: headerPairs(response), body }
  } catch (error) {
    const reason = deadline.aborted ? 'timeout' : call.signal?.aborted ? 'aborted' : 'connection'
    throw new WebhookUnreachable(reason, call.url, error)
  }
}

function startRequest(call: WebhookRequest, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const url = new URL(call.url)
    const request = openRequest(url, {
      method: call.method,
      headers: Object.fromEntries([...call.headers].map(([name, value]) => [spellHeader(name), value])),
      agent: false,
      signal,
    })
    request.once('response', resolve)
    // Stays on: a connection that breaks while the answer is read must not end the process.
    request.on('error', reject)
    request.end(call.body)
  })
}

function openRequest(url: URL, options: object): ClientRequest {
  if (url.protocol === 'https:') return httpsRequest(url, options)
  if (url.protocol === 'http:') return httpRequest(url, options)
  throw new TypeError(`unsupported protocol ${url.protocol}`)
}

async function readBody(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

function headerPairs(response: IncomingMessage): [string, string][] {
  const pairs: [string, string][] = []
  for (let index = 0; index + 1 < response.rawHeaders.length; index += 2) {
    pairs.push([response.rawHeaders[index] ?? '', response.rawHeaders[index + 1] ?? ''])
  }
  return pairs
}
