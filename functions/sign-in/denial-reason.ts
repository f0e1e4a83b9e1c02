// RFC 6749 section 4.1.2.1, and what GitHub documents for authorization requests.
const documented: ReadonlySet<string> = new Set([
  ...['access_denied', 'invalid_request', 'invalid_scope', 'server_error', 'temporarily_unavailable'],
  ...['unauthorized_client', 'unsupported_response_type', 'application_suspended', 'redirect_uri_mismatch'],
])

/** What GitHub says went wrong, for the log: anybody can write something else into the address. */
export function denialReason(error: string): string {
  return documented.has(error) ? error : 'an error that is not documented'
}
