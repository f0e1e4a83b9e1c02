// @ts-check

const carried = ['code', 'state', 'iss', 'error', 'error_description', 'error_uri']

/**
 * What GitHub's way back put into the address. It is removed from the address bar and from the history in the same
 * step: a code must not be left where it is copied, bookmarked or sent as a referrer.
 *
 * @returns {URLSearchParams | undefined}
 */
export function takeReturn() {
  const url = globalThis.location && new URL(location.href)
  if (!url?.searchParams.has('state') && !url?.searchParams.has('error')) return undefined
  const returned = new URLSearchParams(url.search)
  for (const name of carried) url.searchParams.delete(name)
  history.replaceState(history.state, '', url)
  return returned
}
