// @ts-check

/** A session that meets one of these is over. */
export const endingCodes =
  'grant-revoked grant-unreadable invalid-refresh-token organisation-required refresh-token-reused role-required user-disabled'.split(
    ' ',
  )

/** The other codes of docs/errors.md, and those of the client itself. */
export const otherCodes = [
  'access-denied account-type authorization-pending cookie-missing cross-site database-refuses expired',
  'github-email-unverified github-rate-limited github-unavailable github-unexpected hasura-unavailable internal',
  'invalid-input invalid-state method-not-allowed misconfigured not-found other-sign-in payload-too-large',
  'sign-up-closed slow-down unauthorized unknown-key unsupported-media-type unreachable storage-blocked',
]
  .join(' ')
  .split(' ')
