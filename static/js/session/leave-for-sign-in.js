// @ts-check

/**
 * Sends the person to the sign-in page, to come back here afterwards.
 *
 * @param {{ because?: 'SessionRequired' | 'signed-out-elsewhere' }} why a session that ended under a page that was in use
 *   deserves a word
 */
export function leaveForSignIn({ because }) {
  const query = new URLSearchParams({ returnTo: `${location.pathname}${location.search}` })
  if (because === 'SessionRequired') query.set('error', because)
  else if (because) query.set('status', because)
  location.replace(`/signin?${query}`)
}
