type Work = () => Promise<unknown>

/** Web Locks for one name: each holder waits for the one before, or until its signal ends the waiting. */
export function fakeLocks(): {
  request(name: string, options: { signal: AbortSignal }, work: Work): Promise<unknown>
} {
  let last: Promise<unknown> = Promise.resolve()
  return {
    request: (_name, { signal }, work) => {
      const impatience = new Promise<never>((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true })
      })
      let isGivenUp = false
      const turn = last.then(() => (isGivenUp ? undefined : work()))
      last = turn.catch(() => {})
      impatience.catch(() => {
        isGivenUp = true
      })
      return Promise.race([turn, impatience])
    },
  }
}
