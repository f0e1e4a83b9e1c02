// @ts-check

/** What a page can meet of docs/errors.md, and what only the client says. */
export const codes =
  'grant-revoked grant-unreadable invalid-refresh-token organisation-required refresh-token-reused role-required user-disabled access-denied account-type cross-site database-refuses expired github-email-unverified github-rate-limited github-unavailable github-unexpected hasura-unavailable internal invalid-input invalid-state misconfigured server-error sign-up-closed storage-blocked unauthorized unknown-key unreachable'.split(
    ' ',
  )

/** A session that meets one of these is over. */
export const endingCodes = codes.slice(0, 7)
