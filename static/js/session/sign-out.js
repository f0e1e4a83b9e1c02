// @ts-check
import { tellSignedOut } from './sign-out-channel.js'

const deadlineMs = 15_000

/**
 * Ends this browser's session, or all sessions of the person, and leaves for the sign-in page, which says what ended.
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
  const answer = /** @type {{ revoked?: number, error?: { code?: string } } | null} */ (
    await response.json().catch(() => null)
  )
  const isOver = answer?.error?.code === 'refresh-token-reused'
  if (isOver || response.ok) tellSignedOut()
  if (isOver) return location.replace('/signin?error=refresh-token-reused')
  if (!response.ok) throw new Error(`Sign-out answered ${response.status}`)
  location.replace(`/signin?status=${statusOf(answer?.revoked, everywhere)}`)
}

/**
 * @param {number | undefined} revoked
 * @param {boolean} everywhere
 */
function statusOf(revoked, everywhere) {
  if (!revoked) return everywhere ? 'was-over-elsewhere-unknown' : 'was-over'
  return everywhere ? 'signed-out-everywhere' : 'signed-out'
}
