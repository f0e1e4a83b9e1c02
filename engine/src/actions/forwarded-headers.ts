import { isSessionVariable } from '../auth/session-variables.js'
import type { HeaderMap } from '../webhook/headers.js'
import { sendableHeaders } from '../webhook/sendable-headers.js'

const FORWARDED_AS: Record<string, string> = {
  host: 'x-forwarded-host',
  'user-agent': 'x-forwarded-user-agent',
  origin: 'x-forwarded-origin',
}

/** The client's headers that an action with `forward_client_headers` gets. */
export function forwardedHeaders(clientHeaders: Headers, ignored?: readonly string[]): HeaderMap {
  const forwarded: HeaderMap = new Map()
  for (const [name, replacement] of Object.entries(FORWARDED_AS)) {
    const value = clientHeaders.get(name)
    if (value !== null) forwarded.set(replacement, value)
  }
  for (const [name, value] of sendableHeaders(clientHeaders, ignored)) {
    if (!isSessionVariable(name)) forwarded.set(name, value)
  }
  return forwarded
}
