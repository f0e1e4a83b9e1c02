// @ts-check

const carried = ['code', 'state', 'iss', 'error', 'error_description', 'error_uri']

/**
 * @typedef {object} Returned
 * @property {string | null} code
 * @property {string | null} state
 * @property {string | null} iss
 * @property {string | null} error
 */

/**
 * What GitHub's way back put into the address. It is removed from the address bar and from the history in the same
 * step: a code must not be left where it is copied, bookmarked or sent as a referrer.
 *
 * @returns {Returned | undefined}
 */
export function takeReturn() {
  const query = new URLSearchParams(location.search)
  if (!carried.some((name) => query.has(name))) return undefined
  history.replaceState(null, '', location.pathname)
  return {
    code: query.get('code'),
    state: query.get('state'),
    iss: query.get('iss'),
    error: query.get('error'),
  }
}
