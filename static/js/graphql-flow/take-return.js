// @ts-check

const carried = ['code', 'state', 'iss', 'error', 'error_description', 'error_uri']

/**
 * What GitHub's way back put into the address. It is removed from the address bar and from the history in the same
 * step: a code must not be left where it is copied, bookmarked or sent as a referrer.
 */
export function takeReturn() {
  const query = new URLSearchParams(location.search)
  if (!carried.some((name) => query.has(name))) return undefined
  history.replaceState(null, '', location.pathname)
  const [code, state, iss, error] = carried.map((name) => query.get(name))
  return { code: code ?? null, state: state ?? null, iss: iss ?? null, error: error ?? null }
}
