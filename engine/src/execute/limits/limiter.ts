import type { Session } from '../../auth/session.js'
import type { Clock } from '../../clock/clock.js'
import type { Database } from '../../database/database.js'
import { HasuraError } from '../../errors.js'
import type { ApiLimits } from '../../metadata/schemas/api-limits.js'
import { findLimit } from './find-limit.js'

const MINUTE_MS = 60_000

/** Holds clients to `rate_limit` and `time_limit`; what they asked is kept in memory. The words are ours. */
export class Limiter {
  readonly #clock: Clock
  readonly #times = new Map<string, number[]>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Counts a request. @throws HasuraError with status 429 after too many within the last minute */
  admit(session: Session, address: string | undefined, limits: ApiLimits): void {
    const limit = findLimit(limits, 'rate_limit', session)
    if (limit === undefined) return
    const key = clientKey(session, address, limit.unique_params)
    const now = this.#clock.now().getTime()
    const times = (this.#times.get(key) ?? []).filter((time) => time > now - MINUTE_MS)
    if (times.length >= limit.max_reqs_per_min) {
      const message = `rate limit of ${limit.max_reqs_per_min} requests per minute exceeded`
      throw new HasuraError('rate-limit-exceeded', message, { status: 429 })
    }
    this.#forgetBefore(now - MINUTE_MS)
    this.#times.delete(key)
    this.#times.set(key, [...times, now])
  }

  /** The clients that asked longest ago come first. */
  #forgetBefore(oldest: number): void {
    for (const [key, times] of this.#times) {
      if ((times.at(-1) ?? 0) > oldest) return
      this.#times.delete(key)
    }
  }

  /**
   * Does what takes the database, for as long as the role has. No transaction commits after that; a statement under
   * way ends by itself, where Hasura cancels it.
   */
  async inTime<Result>(
    seconds: number | undefined,
    database: Database,
    work: (database: Database) => Promise<Result>,
  ): Promise<Result> {
    if (seconds === undefined) return work(database)
    const tooLate = new HasuraError('time-limit-exceeded', `time limit of ${seconds} s exceeded`)
    const end = this.#clock.now().getTime() + seconds * 1000
    // The embedded Postgres works in this process, and no timer fires meanwhile.
    const refuseLate = () => {
      if (this.#clock.now().getTime() >= end) throw tooLate
    }
    let cancel = () => {}
    const over = new Promise<never>((_, reject) => {
      cancel = this.#clock.after(seconds * 1000, () => reject(tooLate))
    })
    const transaction: Database['transaction'] = (inside, settings) =>
      database.transaction(async (tx) => {
        const result = await inside(tx)
        refuseLate()
        return result
      }, settings)
    const result = await Promise.race([work({ ...database, transaction }), over]).finally(() => cancel())
    refuseLate()
    return result
  }
}

function clientKey(
  { role, variables }: Session,
  address: string | undefined,
  params?: 'IP' | string[],
): string {
  const unique = params === 'IP' ? [address] : params?.map((name) => variables[name.toLowerCase()] ?? null)
  return JSON.stringify([role, unique])
}
