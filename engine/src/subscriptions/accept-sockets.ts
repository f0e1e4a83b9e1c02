import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { HasuraError } from '../errors.js'
import { errorReply } from '../execute/error-reply.js'
import { dialects } from './dialect.js'
import { type SocketDeps, serveSocket } from './serve-socket.js'

const PATHS = ['/v1/graphql', '/v1alpha1/graphql']
/** Belong to the handshake, not to the client. */
const HANDSHAKE_HEADERS = ['sec-websocket-key', 'sec-websocket-version', 'upgrade', 'connection']
const GOING_AWAY = 1001
const SERVICE_RESTART = 1012

interface AcceptOptions extends SocketDeps {
  origins: { maySubscribe: (origin: string) => boolean; readsSocketCookies: boolean }
}

interface Sockets {
  /** Has all clients connect again, as Hasura does when the schema they subscribed to has changed. */
  restart(): void
  close(): void
}

/** Serves GraphQL over WebSockets on an HTTP server. */
export function acceptSockets(server: Server, options: AcceptOptions): Sockets {
  const sockets = new WebSocketServer({
    noServer: true,
    handleProtocols: (offered) => preferredProtocol(offered) ?? false,
  })
  server.on('upgrade', (request, stream, head) => {
    const refusal = refuse(request, options)
    if (refusal !== undefined) return reject(stream, refusal)
    sockets.handleUpgrade(request, stream, head, (socket) => {
      const dialect = dialects[preferredProtocol(new Set([socket.protocol])) ?? 'graphql-ws']
      const address = request.socket.remoteAddress
      serveSocket(socket, { headers: requestHeaders(request, options), address }, dialect, options)
    })
  })
  const closeAll = (code: number, reason: string) => {
    for (const socket of sockets.clients) socket.close(code, reason)
  }
  return {
    restart: () => closeAll(SERVICE_RESTART, 'Server state changed, restarting the server'),
    close() {
      closeAll(GOING_AWAY, 'Server is shutting down')
      sockets.close()
    },
  }
}

function preferredProtocol(offered: ReadonlySet<string>): keyof typeof dialects | undefined {
  if (offered.has('graphql-transport-ws')) return 'graphql-transport-ws'
  return offered.has('graphql-ws') ? 'graphql-ws' : undefined
}

/** The words of Hasura.GraphQL.Transport.WebSocket, onConn. */
function refuse(request: IncomingMessage, { origins }: AcceptOptions): HasuraError | undefined {
  // As text: not everything that a client may send here is a URL.
  const [path = ''] = (request.url ?? '').split('?')
  if (!PATHS.includes(path)) {
    const paths = "only '/v1/graphql', '/v1alpha1/graphql' and '/v1beta1/relay' are supported on websockets"
    return new HasuraError('not-found', paths, { status: 404 })
  }
  const { origin } = request.headers
  if (origin === undefined || origins.maySubscribe(origin)) return undefined
  return new HasuraError('access-denied', 'received origin header does not match configured CORS domains')
}

function reject(stream: Duplex, refusal: HasuraError): void {
  const body = JSON.stringify(errorReply(refusal).errors[0])
  stream.end(
    `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}\r\nConnection: close\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}

function requestHeaders(request: IncomingMessage, { origins }: AcceptOptions): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined && !HANDSHAKE_HEADERS.includes(name)) headers.set(name, [value].flat().join(', '))
  }
  if (request.headers.origin !== undefined && !origins.readsSocketCookies) headers.delete('cookie')
  return headers
}
