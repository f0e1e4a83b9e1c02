import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

interface ReceivedRequest {
  method: string
  path: string
  /** As sent, names in lower case. */
  headers: Record<string, string | string[] | undefined>
  /** Names and values by turns, spelled as sent. */
  rawHeaders: string[]
  body: string
  /** The body as JSON; undefined when it is none. */
  json: unknown
}

interface WebhookReply {
  status?: number
  headers?: Record<string, string | string[]>
  /** Sent as it is when text, as JSON otherwise. */
  body?: unknown
  /** Answers only then; `Infinity` never. */
  delayMs?: number
  /** Ends the connection without an answer. */
  hangUp?: boolean
}

export interface WebhookServer {
  url: string
  /** Everything received so far. */
  requests: ReceivedRequest[]
  /** Decides each answer; it may be replaced at any time. */
  reply: (request: ReceivedRequest) => WebhookReply | Promise<WebhookReply>
  close(): Promise<void>
}

/** A webhook on a free port that writes down what it gets. */
export async function startWebhookServer(
  reply: WebhookServer['reply'] = () => ({ body: {} }),
): Promise<WebhookServer> {
  const server = createServer(async (request, response) => {
    const received = await receive(request)
    webhook.requests.push(received)
    const {
      status = 200,
      headers = {},
      body = '',
      delayMs = 0,
      hangUp = false,
    } = await webhook.reply(received)
    if (hangUp) return request.socket.destroy()
    if (delayMs === Number.POSITIVE_INFINITY) return undefined
    if (delayMs > 0) await sleep(delayMs)
    response.writeHead(status, headers)
    return response.end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // Listening on a port, so the address is no pipe name.
  const { port } = server.address() as AddressInfo
  const webhook: WebhookServer = {
    url: `http://127.0.0.1:${port}`,
    requests: [],
    reply,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return webhook
}

async function receive(request: IncomingMessage): Promise<ReceivedRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const body = Buffer.concat(chunks).toString('utf8')
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    headers: request.headers,
    rawHeaders: request.rawHeaders,
    body,
    json: tryParse(body),
  }
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
