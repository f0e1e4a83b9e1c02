// @ts-check

const deadlineMs = 15_000

/**
 * Ends this browser's session, or all sessions of the person, and leaves for the sign-in page.
 *
 * @param {{ everywhere: boolean }} scope
 * @throws {Error} when the server did not do it: the person is still signed in
 */
export async function signOut({ everywhere }) {
  const response = await fetch('/api/auth/signout', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(everywhere ? { everywhere } : {}),
    signal: AbortSignal.timeout(deadlineMs),
  })
  if (!response.ok) throw new Error(`Sign-out answered ${response.status}`)
  location.replace(everywhere ? '/signin?status=signed-out-everywhere' : '/signin?status=signed-out')
}
