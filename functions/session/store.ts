import * as z from 'zod'
import type { LogRow } from '../auth-log/store.js'
import type { CustomClaims } from '../config/custom-claims.js'
import type { SealedGrant } from '../github-grant/sealed-tokens.js'
import { operation } from '../hasura/operation.js'
import { personShape, selectPerson } from './person.js'

/** The columns of `users` that a sign-in writes. */
export interface SignedInUser {
  login: string
  name: string | null
  avatar_url: string
  github_roles: readonly string[]
  last_signed_in_at: Date
  checked_at: Date
}

export interface SessionRow {
  id: string
  user_id: string
  generation: number
  client: string
  user_agent: string | null
  created_at: Date
  rotated_at: Date
  last_used_at: Date
  idle_expires_at: Date
  expires_at: Date
  /** The session that ends at the first refresh of this one, and the generation of its token. */
  replaces: string | null
  replaces_generation: number | null
}

/** What an opening writes besides the user. */
export interface OpeningRows {
  token: SealedGrant & { user_id: string }
  session: SessionRow
  log: LogRow
}

const openedShape = z.object({ insert_sessions_one: z.object({ user: personShape }) })

const commonVariables = `
  $token: github_tokens_insert_input!
  $session: sessions_insert_input!, $log: auth_log_insert_input!
`

// Each document is one transaction, its fields run in order. The session's insert permission asks for a user who is
// not disabled and has a role: a refusal there takes everything before it back.
const tokenSessionAndLog = (personFields: string) => `
  insert_github_tokens_one(
    object: $token
    on_conflict: {
      constraint: github_tokens_pkey
      update_columns: [token, refresh_token, scopes, expires_at, refresh_expires_at]
    }
  ) { user_id }
  insert_sessions_one(object: $session) { user { ${personFields} } }
  insert_auth_log(objects: [$log]) { affected_rows }
`

/** Opens a session for a person, known or new. */
export function insertSession(claims: CustomClaims | undefined) {
  const { fields, fragment } = selectPerson(claims)
  return operation<OpeningRows & { user: SignedInUser & { id: string; created_at: Date } }>(`
mutation OpenSession($user: users_insert_input!, ${commonVariables}) {
  insert_users_one(
    object: $user
    on_conflict: {
      constraint: users_pkey
      update_columns: [login, name, avatar_url, github_roles, last_signed_in_at, checked_at]
    }
  ) { id }
  ${tokenSessionAndLog(fields)}
}
${fragment}`).answering(openedShape)
}

/** Opens a session for a known person only: where sign-up is closed, the keys of the other rows find nobody. */
export function insertKnownSession(claims: CustomClaims | undefined) {
  const { fields, fragment } = selectPerson(claims)
  return operation<OpeningRows & { userId: string; changes: SignedInUser }>(`
mutation OpenKnownSession($userId: String!, $changes: users_set_input!, ${commonVariables}) {
  update_users_by_pk(pk_columns: { id: $userId }, _set: $changes) { id }
  ${tokenSessionAndLog(fields)}
}
${fragment}`).answering(openedShape)
}

const whyNotShape = z.object({
  users_by_pk: z.object({ disabled_at: z.string().nullable(), user_roles: z.array(z.unknown()) }).nullable(),
})

/** Asks why a session could not be opened. */
export const whyNoSession = operation<{ userId: string }>(`
query WhyNoSession($userId: String!) {
  users_by_pk(id: $userId) { disabled_at user_roles(limit: 1) { role } }
}`).answering(whyNotShape)
