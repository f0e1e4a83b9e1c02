// @ts-check

/**
 * What to say of an answer that is in the address still: the client leaves it there where this tab waits for none. This
 * page is there for answers alone, so that it takes it away.
 *
 * @returns {'failed' | 'invalid-state' | 'storage-blocked' | undefined} nothing without an answer
 */
export function foreignAnswer() {
  const { searchParams } = new URL(location.href)
  const isAnswer = searchParams.has('state')
  if (!isAnswer && !searchParams.has('error')) return undefined
  history.replaceState(history.state, '', location.pathname)
  if (!isAnswer) return 'failed'
  try {
    return sessionStorage ? 'invalid-state' : 'storage-blocked'
  } catch {
    return 'storage-blocked'
  }
}
