/** The token of a request to the REST API, in either of the forms that GitHub takes. */
export function bearerToken(request: Request): string | undefined {
  return /^(?:bearer|token) (\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
}
