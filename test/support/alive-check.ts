const patienceMs = 20_000

/** By this user agent a part tells the check from what a test has caused. */
export const aliveCheckAgent = 'alive-check'

/**
 * Gives a check that every part of a stack still answers. Once one does not, the stack is lost: from then on the check
 * fails with the same error at once, so that no test waits for what cannot come.
 *
 * @param parts addresses by name; any answer is one
 * @param lines what the parts have logged, whose last ones go into the error
 */
export function aliveCheck(
  parts: Readonly<Record<string, string>>,
  lines: readonly string[],
): () => Promise<void> {
  let lost: Error | undefined
  const check = async ([name, url]: [string, string]) => {
    try {
      const answer = await fetch(url, {
        redirect: 'manual',
        signal: AbortSignal.timeout(patienceMs),
        headers: { 'user-agent': aliveCheckAgent },
      })
      await answer.body?.cancel()
    } catch (cause) {
      const logged = ['', ...lines.slice(-5)].join('\n  ')
      lost ??= new Error(`This file has lost its stack: the ${name} does not answer at ${url}${logged}`, {
        cause,
      })
    }
  }
  return async () => {
    if (!lost) await Promise.all(Object.entries(parts).map(check))
    if (lost) throw lost
  }
}
