// @ts-check

/**
 * What to say of an answer that is in the address still: the client leaves it there where this tab waits for none. This
 * page is there for answers alone, so that it takes it away.
 *
 * @returns {'failed' | 'invalid-state' | 'storage-blocked' | undefined} nothing without an answer
 */
export function foreignAnswer() {
  const { searchParams } = new URL(location.href)
  if (!searchParams.has('state') && !searchParams.has('error')) return undefined
  const isAnswer = searchParams.has('state')
  history.replaceState(history.state, '', location.pathname)
  if (!isAnswer) return 'failed'
  try {
    return sessionStorage ? 'invalid-state' : 'storage-blocked'
  } catch {
    return 'storage-blocked'
  }
}
