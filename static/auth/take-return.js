// @ts-check
import { takePendingLogin } from './pending-login.js'

const carried = ['code', 'state', 'iss', 'error', 'error_description', 'error_uri']

/** @typedef {NonNullable<ReturnType<typeof takeReturn>>} Return */

/**
 * What GitHub's way back put into the address, with what this tab kept for it. It is removed from the address bar and
 * from the history in the same step: a code must not be left where it is copied, bookmarked or sent as a referrer. Where
 * this tab is not waiting for an answer, the address is somebody else's.
 */
export function takeReturn() {
  const url = globalThis.location && new URL(location.href)
  const pending = url?.searchParams.has('state') && takePendingLogin()
  if (!pending) return undefined
  /** @type {Partial<Record<string, string>>} */
  const returned = Object.fromEntries(url.searchParams)
  for (const name of carried) url.searchParams.delete(name)
  history.replaceState(history.state, '', url)
  return { returned, pending }
}
