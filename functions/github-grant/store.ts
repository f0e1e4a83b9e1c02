import * as z from 'zod'
import { countShape, operation } from '../hasura/operation.js'
import { timestampShape } from '../time.js'
import type { SealedGrant } from './sealed-tokens.js'

/** What is needed of a stored grant to use and renew it. */
export const grantFields = 'token refresh_token scopes expires_at version'

/** A stored grant as Hasura gives it, its tokens still sealed. */
export const grantShape = z
  .object({
    token: z.string(),
    refresh_token: z.string().nullable(),
    scopes: z.string(),
    expires_at: timestampShape.nullable(),
    version: z.int(),
  })
  .transform((row) => ({
    sealedToken: row.token,
    sealedRefreshToken: row.refresh_token,
    scopes: row.scopes,
    expiresAt: row.expires_at,
    version: row.version,
  }))

export type Grant = z.output<typeof grantShape>

export const readGrant = operation<{ userId: string }>(`
query ReadGrant($userId: String!) {
  github_tokens_by_pk(user_id: $userId) { ${grantFields} }
}`).answering(z.object({ github_tokens_by_pk: grantShape.nullable() }))

interface RenewalClaim {
  userId: string
  version: number
  now: Date
  abandonedBefore: Date
}

/**
 * Takes the right to renew a version of a grant. A refresh token is good once: of many that need a new one at the same
 * time, one gets the row. The right ends by itself, in case its holder does.
 */
export const claimRenewal = operation<RenewalClaim>(`
mutation ClaimRenewal($userId: String!, $version: Int!, $now: timestamptz!, $abandonedBefore: timestamptz!) {
  update_github_tokens(
    where: {
      user_id: { _eq: $userId }, version: { _eq: $version }
      _or: [{ renewal_started_at: { _is_null: true } }, { renewal_started_at: { _lt: $abandonedBefore } }]
    }
    _set: { renewal_started_at: $now }
  ) { affected_rows }
}`).answering(z.object({ update_github_tokens: countShape }))

export interface Renewal {
  userId: string
  version: number
  grant: Partial<SealedGrant> & { renewal_started_at?: null }
}

const savedShape = z.object({
  update_github_tokens: z.object({ returning: z.array(z.object({ version: z.int() })) }),
})

/** Stores the new pair in place of the version that was renewed. */
export const saveRenewal = operation<Renewal>(`
mutation SaveRenewal($userId: String!, $version: Int!, $grant: github_tokens_set_input!) {
  update_github_tokens(where: { user_id: { _eq: $userId }, version: { _eq: $version } }, _set: $grant) {
    returning { version }
  }
}`).answering(savedShape)

/**
 * Stores the same pair sealed anew. Not while somebody renews it: their pair replaces this version, and GitHub takes this
 * one no more.
 */
export const saveResealed = operation<Renewal>(`
mutation SaveResealed($userId: String!, $version: Int!, $grant: github_tokens_set_input!) {
  update_github_tokens(
    where: { user_id: { _eq: $userId }, version: { _eq: $version }, renewal_started_at: { _is_null: true } }
    _set: $grant
  ) { returning { version } }
}`).answering(savedShape)
