// @ts-check

const key = 'pending-graphql-login'

/**
 * What has to survive the way to GitHub and back. sessionStorage belongs to one tab, so two tabs never mix.
 *
 * @typedef {{ state: string, codeVerifier: string }} PendingLogin
 */

/** Whether this browser lets the page keep anything: where site data is blocked, even looking at it throws. */
export function canKeepLogin() {
  try {
    sessionStorage.setItem(`${key}-test`, '')
    sessionStorage.removeItem(`${key}-test`)
    return true
  } catch {
    return false
  }
}

/** @param {PendingLogin} pending */
export function keepPendingLogin(pending) {
  sessionStorage.setItem(key, JSON.stringify(pending))
}

/**
 * Gives it back once: a verifier is good for one code.
 *
 * @returns {PendingLogin | undefined}
 */
export function takePendingLogin() {
  const text = sessionStorage.getItem(key)
  sessionStorage.removeItem(key)
  return text ? /** @type {PendingLogin} */ (JSON.parse(text)) : undefined
}
