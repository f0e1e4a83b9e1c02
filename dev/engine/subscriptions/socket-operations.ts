import type { Dialect } from './dialect.js'
import type { LiveQueries } from './live-queries.js'
import {
  type Operation,
  type OperationDeps,
  OperationFailure,
  prepareOperation,
  runOperation,
} from './run-operation.js'

export interface SocketOperationsDeps {
  operations: OperationDeps
  liveQueries: LiveQueries
}

/** The operations of one client that are under way, by the ids that the client gave them. */
export class SocketOperations {
  readonly #send: (text: string) => void
  readonly #dialect: Dialect
  readonly #deps: SocketOperationsDeps
  readonly #underWay = new Map<string, () => void>()

  constructor(send: (text: string) => void, dialect: Dialect, deps: SocketOperationsDeps) {
    this.#send = send
    this.#dialect = dialect
    this.#deps = deps
  }

  has(id: string): boolean {
    return this.#underWay.has(id)
  }

  async start(id: string, operation: Operation): Promise<void> {
    this.#underWay.set(id, () => {})
    try {
      const request = prepareOperation(operation, this.#deps.operations)
      if (request.kind !== 'subscription') {
        const reply = await runOperation(request, operation, this.#deps.operations)
        if (this.has(id)) this.#sendFor(id, this.#dialect.result, reply)
        return this.#finish(id)
      }
      const onReply = (reply: string) => this.#sendFor(id, this.#dialect.result, reply)
      this.#underWay.set(id, this.#deps.liveQueries.subscribe(operation, request, onReply))
    } catch (thrown) {
      if (!(thrown instanceof OperationFailure)) throw thrown
      this.#fail(id, thrown)
    }
  }

  /** An operation that may not begin at all; only the older protocol has words for it. */
  refuse(id: string, error: string): void {
    this.#sendFor(id, 'error', JSON.stringify({ path: '$', error, code: 'start-failed' }))
    this.#sendFor(id, 'complete')
  }

  stop(id: string): void {
    this.#underWay.get(id)?.()
    this.#underWay.delete(id)
  }

  stopAll(): void {
    for (const id of [...this.#underWay.keys()]) this.stop(id)
  }

  #finish(id: string): void {
    if (this.#underWay.delete(id)) this.#sendFor(id, 'complete')
  }

  #fail(id: string, { errors, hasBegun }: OperationFailure): void {
    if (!this.has(id)) return
    const { type, payload } = hasBegun
      ? this.#dialect.failure(errors)
      : { type: 'error', payload: this.#dialect.errorPayload(errors) }
    this.#sendFor(id, type, payload)
    // In the newer protocol an error is the end by itself.
    if (this.#dialect.isStrict) this.#underWay.delete(id)
    else this.#finish(id)
  }

  #sendFor(id: string, type: string, payload?: string): void {
    const tail = payload === undefined ? '' : `,"payload":${payload}`
    this.#send(`{"type":"${type}","id":${JSON.stringify(id)}${tail}}`)
  }
}
