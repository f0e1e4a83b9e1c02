import type { ErrorCode } from '../failures.js'

/** Our page that describes a code, ours or next-auth's, in our own words. */
export function errorPageUrl(authUrl: string, error: ErrorCode | 'MissingCSRF'): string {
  return `${authUrl}/api/auth/error?${new URLSearchParams({ error })}`
}
