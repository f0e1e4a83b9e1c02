/**
 * The URL that a function sees: the path as the visitor asked for it, with the parameters of the matched file name or
 * rewrite appended to the query. `/api/actions/login` arrives at `api/actions/[action].ts` as
 * `/api/actions/login?action=login`. A parameter that the visitor sent under the same name stays, so a function must
 * take such a name from the path.
 */
export function functionUrl(requestUrl: string, routeQuery: URLSearchParams): URL {
  const url = new URL(requestUrl)
  for (const [name, value] of routeQuery) {
    if (!url.searchParams.has(name))
      url.search += `${url.search ? '&' : '?'}${encodeURIComponent(name)}=${value}`
  }
  return url
}
