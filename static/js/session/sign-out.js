// @ts-check
import { AuthError } from '../../auth.js'

/** @import { Auth } from '../../auth.js' */

/**
 * Ends this browser's session, or all sessions of the person, and leaves for the sign-in page, which says what ended.
 *
 * @param {Auth} auth
 * @param {{ everywhere: boolean }} scope
 * @throws AuthError when the server did not do it: the person is still signed in
 */
export async function signOut(auth, { everywhere }) {
  try {
    const { revoked } = await auth.signOut({ everywhere })
    location.replace(`/signin?status=${statusOf(revoked, everywhere)}`)
  } catch (error) {
    const isOver = error instanceof AuthError && error.code === 'refresh-token-reused'
    if (!isOver) throw error
    location.replace('/signin?error=refresh-token-reused')
  }
}

/**
 * @param {number} revoked
 * @param {boolean} everywhere
 */
function statusOf(revoked, everywhere) {
  if (!revoked) return everywhere ? 'was-over-elsewhere-unknown' : 'was-over'
  return everywhere ? 'signed-out-everywhere' : 'signed-out'
}
