import type { AnsweredRequest, PreparedRequest } from '../execute/prepare-request.js'
import type { Dialect } from './dialect.js'
import {
  errorsOf,
  type Operation,
  type OperationDeps,
  prepareOperation,
  runOperation,
  toPolledSubscription,
} from './run-operation.js'
import type { SubscriptionPoller } from './subscription-poller.js'

export interface SocketOperationsDeps {
  operations: OperationDeps
  poller: SubscriptionPoller
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
    const request = this.#prepare(id, operation)
    if (request === undefined) return
    if (request.kind === 'subscription' || request.kind === 'stream') this.#subscribe(id, request, operation)
    else await this.#run(id, request, operation)
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

  #prepare(id: string, operation: Operation): PreparedRequest | undefined {
    try {
      return prepareOperation(operation, this.#deps.operations)
    } catch (thrown) {
      const errors = errorsOf(thrown, operation, this.#deps.operations)
      this.#fail(id, { type: 'error', payload: this.#dialect.errorPayload(errors) })
      return undefined
    }
  }

  #subscribe(id: string, request: PreparedRequest, operation: Operation): void {
    const subscription = toPolledSubscription(request, operation, this.#deps.operations)
    const send = (reply: string) => this.#sendFor(id, this.#dialect.result, reply)
    this.#underWay.set(id, this.#deps.poller.add(subscription, send))
  }

  async #run(id: string, request: AnsweredRequest, operation: Operation): Promise<void> {
    try {
      const reply = await runOperation(request, operation, this.#deps.operations)
      if (this.has(id)) this.#sendFor(id, this.#dialect.result, reply)
      this.#finish(id)
    } catch (thrown) {
      this.#fail(id, this.#dialect.failure(errorsOf(thrown, operation, this.#deps.operations)))
    }
  }

  #finish(id: string): void {
    if (this.#underWay.delete(id)) this.#sendFor(id, 'complete')
  }

  #fail(id: string, { type, payload }: { type: string; payload: string }): void {
    if (!this.has(id)) return
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
