// @ts-check

const patienceMs = 20_000

/** One piece of work at a time, across all tabs of this origin where the browser can. */
export function createQueue() {
  /** @type {Promise<unknown>} */
  let last = Promise.resolve()
  /**
   * @template Result
   * @param {() => Promise<Result>} work
   * @returns {Promise<Result>}
   */
  return (work) => {
    const next = last.then(() => inLock(work))
    last = next.catch(() => {})
    return next
  }
}

/**
 * Without locks, or when a tab keeps one too long (frozen ones can), the work is done all the same: the server gives two
 * tabs that refresh at once the same token.
 *
 * @template Result
 * @param {() => Promise<Result>} work
 * @returns {Promise<Result>}
 */
async function inLock(work) {
  const locks = globalThis.navigator?.locks
  if (!locks) return work()
  /** @type {Promise<Result> | undefined} */
  let begun
  const once = () => {
    begun ??= work()
    return begun
  }
  return locks.request('auth', { signal: AbortSignal.timeout(patienceMs) }, once).catch(once)
}
