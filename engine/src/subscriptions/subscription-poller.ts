import type { Clock } from '../clock/clock.js'
import type { Subscription } from '../execute/subscribe/subscription.js'

/** Gets every new answer as JSON text. */
type Listener = (reply: string) => void

export interface PolledSubscription {
  /** Those with equal keys share one subscription; undefined shares with nobody. */
  key: string | undefined
  open: () => Subscription
  /** An error as an answer. */
  describeFailure: (error: unknown) => string
  /** Can it be opened anew after a failure? A stream would begin from its first row again. */
  isStream: boolean
}

export interface SubscriptionPoller {
  /** Answers at once and then whenever there is something new. @returns ends it */
  add(subscription: PolledSubscription, listener: Listener): () => void
  close(): void
}

/** Looks again for all subscriptions at every interval, as Hasura does. */
export function startSubscriptionPoller({
  clock,
  intervalMs,
}: {
  clock: Clock
  intervalMs: number
}): SubscriptionPoller {
  const polled = new Map<unknown, Polled>()
  let cancelTick = () => {}

  async function tick(): Promise<void> {
    await Promise.all([...polled.values()].map((one) => one.poll()))
    scheduleTick()
  }

  function scheduleTick(): void {
    if (polled.size > 0) cancelTick = clock.after(intervalMs, tick)
  }

  return {
    add(subscription, listener) {
      const key = subscription.key ?? Symbol('shared with nobody')
      const known = polled.get(key)
      const one = known ?? new Polled(subscription)
      one.join(listener)
      if (known === undefined) {
        polled.set(key, one)
        void one.poll()
        if (polled.size === 1) scheduleTick()
      }
      return () => {
        if (!one.leave(listener) || polled.get(key) !== one) return
        polled.delete(key)
        if (polled.size === 0) cancelTick()
      }
    },
    close() {
      polled.clear()
      cancelTick()
    },
  }
}

class Polled {
  readonly #settings: PolledSubscription
  readonly #listeners = new Set<Listener>()
  #subscription: Subscription
  #lastReply: string | undefined
  #isPolling = false

  constructor(settings: PolledSubscription) {
    this.#settings = settings
    this.#subscription = settings.open()
  }

  join(listener: Listener): void {
    this.#listeners.add(listener)
    if (this.#lastReply !== undefined) listener(this.#lastReply)
  }

  /** @returns was it the last one? */
  leave(listener: Listener): boolean {
    this.#listeners.delete(listener)
    return this.#listeners.size === 0
  }

  async poll(): Promise<void> {
    // A slow query is not asked twice at once: the older answer could come last.
    if (this.#isPolling) return
    this.#isPolling = true
    const reply = await this.#nextReply()
    this.#isPolling = false
    if (reply === undefined) return
    this.#lastReply = reply
    for (const listener of this.#listeners) listener(reply)
  }

  async #nextReply(): Promise<string | undefined> {
    try {
      const data = await this.#subscription.poll()
      return data === null ? undefined : `{"data":${data}}`
    } catch (error) {
      // Opened anew, a live query sends its answer after the failure even if it is the same as before.
      if (!this.#settings.isStream) this.#subscription = this.#settings.open()
      const failure = this.#settings.describeFailure(error)
      return failure === this.#lastReply ? undefined : failure
    }
  }
}
