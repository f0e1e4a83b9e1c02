/** What is needed of a stored grant to use and renew it. */
export const grantFields = 'token refresh_token scopes expires_at version'

export const readGrantDocument = `
query ReadGrant($userId: String!) {
  github_tokens_by_pk(user_id: $userId) { ${grantFields} }
}`

/**
 * Takes the right to renew a version of a grant. A refresh token is good once: of many that need a new one at the same
 * time, one gets the row. The right ends by itself, in case its holder does.
 */
export const claimRenewalDocument = `
mutation ClaimRenewal($userId: String!, $version: Int!, $now: timestamptz!, $abandonedBefore: timestamptz!) {
  update_github_tokens(
    where: {
      user_id: { _eq: $userId }, version: { _eq: $version }
      _or: [{ renewal_started_at: { _is_null: true } }, { renewal_started_at: { _lt: $abandonedBefore } }]
    }
    _set: { renewal_started_at: $now }
  ) { affected_rows }
}`

/** Stores the new pair in place of the version that was renewed. */
export const saveRenewalDocument = `
mutation SaveRenewal($userId: String!, $version: Int!, $grant: github_tokens_set_input!) {
  update_github_tokens(where: { user_id: { _eq: $userId }, version: { _eq: $version } }, _set: $grant) {
    returning { version }
  }
}`
