// @ts-check

/**
 * Sends the person to the sign-in page, to come back here afterwards.
 *
 * @param {{ sessionEnded: boolean }} why a session that ended under a page that was in use deserves a word
 */
export function leaveForSignIn({ sessionEnded }) {
  const query = new URLSearchParams({ returnTo: `${location.pathname}${location.search}` })
  if (sessionEnded) query.set('error', 'SessionRequired')
  location.replace(`/signin?${query}`)
}
