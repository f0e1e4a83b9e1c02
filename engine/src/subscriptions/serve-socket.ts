import type { WebSocket } from 'ws'
import { z } from 'zod'
import type { Session } from '../auth/session.js'
import type { Clock } from '../clock/clock.js'
import { HasuraError } from '../errors.js'
import { parseJson } from '../json/parse-json.js'
import type { Dialect } from './dialect.js'
import { SocketOperations, type SocketOperationsDeps } from './socket-operations.js'

export interface SocketDeps extends SocketOperationsDeps {
  authenticate(headers: Headers): Promise<Session>
  clock: Clock
  keepAliveMs: number
  initTimeoutMs: number
}

/** The request that the socket began as. */
interface Upgrade {
  headers: Headers
  address: string | undefined
}

/** The close codes of graphql-transport-ws, with Hasura's words. */
const CLOSE = {
  badRequest: [4400, 'Parsing client message failed'],
  unauthorized: [4401, 'Unauthorized'],
  forbidden: [4403, 'Forbidden'],
  initFailed: [4400, 'Connection initialization failed'],
  initTimeout: [4408, 'Connection initialisation timeout'],
  duplicate: [4409, 'Subscriber already exists'],
  initTwice: [4429, 'Too many initialisation requests'],
} as const

const NORMAL = 1000

const messageSchema = z.object({
  type: z.string(),
  id: z.string().optional(),
  payload: z.unknown().optional(),
})
type Message = z.output<typeof messageSchema>

/** Speaks one of the two protocols with one client until the socket closes. */
export function serveSocket(socket: WebSocket, upgrade: Upgrade, dialect: Dialect, deps: SocketDeps): void {
  const conversation = new Conversation(socket, upgrade, dialect, deps)
  socket.on('message', (data) => conversation.receive(String(data)))
  socket.on('close', () => conversation.end())
  // 'close' follows; without a listener the error would end the process.
  socket.on('error', () => {})
}

class Conversation {
  readonly #socket: WebSocket
  readonly #upgrade: Upgrade
  readonly #dialect: Dialect
  readonly #deps: SocketDeps
  readonly #operations: SocketOperations
  readonly #timers = new Set<() => void>()
  #client: { session: Session; headers: Headers } | undefined
  #isInitialising = false

  constructor(socket: WebSocket, upgrade: Upgrade, dialect: Dialect, deps: SocketDeps) {
    this.#socket = socket
    this.#upgrade = upgrade
    this.#dialect = dialect
    this.#deps = deps
    this.#operations = new SocketOperations((text) => socket.send(text), dialect, deps)
    if (dialect.isStrict) {
      this.#after(deps.initTimeoutMs, () => {
        if (!this.#isInitialising) this.#close(CLOSE.initTimeout)
      })
    }
  }

  async receive(text: string): Promise<void> {
    const message = parseMessage(text)
    if (message === undefined) return this.#misunderstood('no message with a type')
    switch (message.type) {
      case 'connection_init':
        return this.#initialise(message.payload)
      case this.#dialect.start:
        if (message.id === undefined) return this.#misunderstood('key "id" not found')
        return this.#start(message.id, message.payload)
      case this.#dialect.stop:
        if (message.id === undefined) return this.#misunderstood('key "id" not found')
        return this.#operations.stop(message.id)
      case 'ping':
        return this.#socket.send(pong(message))
      case 'pong':
        return undefined
      case 'connection_terminate':
        return this.#socket.close(NORMAL, 'GQL_CONNECTION_TERMINATE received')
      default:
        return this.#misunderstood(`unexpected type for ClientMessage: ${message.type}`)
    }
  }

  /** The newer protocol demands to throw the client out; the older one only tells it. */
  #misunderstood(detail: string): void {
    if (this.#dialect.isStrict) this.#close(CLOSE.badRequest)
    else this.#sendConnectionError(`parsing ClientMessage failed: ${detail}`)
  }

  #sendConnectionError(payload: string): void {
    this.#socket.send(JSON.stringify({ type: 'connection_error', payload }))
  }

  end(): void {
    this.#operations.stopAll()
    for (const cancel of this.#timers) cancel()
  }

  async #initialise(payload: unknown): Promise<void> {
    if (this.#isInitialising) {
      if (this.#dialect.isStrict) this.#close(CLOSE.initTwice)
      return
    }
    this.#isInitialising = true
    try {
      const headers = clientHeaders(this.#upgrade.headers, payload)
      this.#client = { headers, session: await this.#deps.authenticate(headers) }
    } catch (error) {
      return this.#refuse(error instanceof HasuraError ? error.message : 'internal error')
    }
    this.#endWithToken(this.#client.session)
    this.#socket.send('{"type":"connection_ack"}')
    this.#keepAlive()
  }

  #refuse(reason: string): void {
    if (!this.#dialect.isStrict) this.#sendConnectionError(reason)
    this.#close(this.#dialect.isStrict ? CLOSE.forbidden : CLOSE.initFailed)
  }

  /** What a token allows ends with the token. */
  #endWithToken({ expiresAt }: Session): void {
    if (expiresAt === undefined) return
    const leftMs = expiresAt.getTime() - this.#deps.clock.now().getTime()
    this.#after(leftMs, () => this.#close(CLOSE.forbidden))
  }

  #keepAlive(): void {
    this.#socket.send(this.#dialect.keepAlive)
    this.#after(this.#deps.keepAliveMs, () => this.#keepAlive())
  }

  async #start(id: string, payload: unknown): Promise<void> {
    const client = this.#client
    if (client === undefined) {
      if (this.#dialect.isStrict) return this.#close(CLOSE.unauthorized)
      return this.#operations.refuse(id, 'start received before the connection is initialised')
    }
    if (this.#operations.has(id)) {
      if (this.#dialect.isStrict) return this.#close(CLOSE.duplicate)
      return this.#operations.refuse(id, `an operation already exists with this id: ${id}`)
    }
    return this.#operations.start(id, {
      body: payload,
      session: client.session,
      clientHeaders: client.headers,
      clientAddress: this.#upgrade.address,
    })
  }

  #close([code, words]: readonly [number, string]): void {
    this.#socket.close(code, JSON.stringify({ server_error_msg: `${code}: ${words}` }))
  }

  #after(milliseconds: number, work: () => void): void {
    const cancel = this.#deps.clock.after(milliseconds, () => {
      this.#timers.delete(cancel)
      work()
    })
    this.#timers.add(cancel)
  }
}

function parseMessage(text: string): Message | undefined {
  try {
    return messageSchema.safeParse(parseJson(text)).data
  } catch {
    return undefined
  }
}

function pong({ payload }: Message): string {
  return JSON.stringify({ type: 'pong', ...(payload !== undefined && { payload }) })
}

const initPayload = z.object({ headers: z.record(z.string(), z.unknown()).nullish() }).nullish()

/** Headers given in the first message stand in for those that browsers cannot send, and win over them. */
function clientHeaders(upgradeHeaders: Headers, payload: unknown): Headers {
  const headers = new Headers(upgradeHeaders)
  const given = initPayload.safeParse(payload).data?.headers ?? {}
  for (const [name, value] of Object.entries(given)) {
    if (typeof value === 'string') headers.set(name, value)
  }
  return headers
}
