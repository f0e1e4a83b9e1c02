import * as z from 'zod'
import { grantFields, grantShape } from '../github-grant/store.js'
import { countShape, operation, unreadShape } from '../hasura/operation.js'
import type { ReadUser } from '../policy/store.js'
import { timestampShape } from '../time.js'
import { type GithubCache, githubCacheShape } from './github-cache.js'

/** The columns that GitHub decides. */
export interface GithubColumns {
  login: string
  name: string | null
  email: string | null
  avatar_url: string
  github_roles: string[]
}

const userShape = z.object({
  login: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  avatar_url: z.string(),
  github_roles: z.array(z.string()),
  ticket: z.int(),
  shown: z.int(),
  access_lost: z.string().nullable(),
  synced_at: timestampShape.nullable(),
  github_token: z.intersection(grantShape, z.object({ etags: githubCacheShape })).nullable(),
})

/** What the database has of a person before a sync. */
export type SyncedUser = z.output<typeof userShape>

/** Begins a sync, which gives it a ticket, and reads what it must know before it asks GitHub. Disabled users get none. */
export const beginSync = operation<{ userId: string }>(`
mutation BeginSync($userId: String!) {
  update_users(where: { id: { _eq: $userId } }, _inc: { ticket: 1 }) {
    returning {
      login name email avatar_url github_roles ticket shown access_lost synced_at
      github_token { ${grantFields} etags }
    }
  }
}`).answering(z.object({ update_users: z.object({ returning: z.array(userShape).max(1) }) }))

interface SyncResult {
  user: ReadUser
  changes: GithubColumns & {
    shown: number
    access_lost: null
    synced_at: Date
    sync_attempted_at: Date
    sync_error: null
    checked_at?: Date
  }
  changedEtagsOf: {
    user: { id: { _eq: string }; shown: { _eq: number } }
    _not: { etags: { _eq: GithubCache } }
  }
  etags: GithubCache
}

/**
 * A sync's one write: the row, from which the roles follow, and what GitHub's next answers are compared with. Of two
 * syncs at once, the one that read later wins, whoever writes last.
 */
export const writeSync = operation<SyncResult>(`
mutation SaveSync(
  $user: users_bool_exp!, $changes: users_set_input!, $changedEtagsOf: github_tokens_bool_exp!, $etags: jsonb!
) {
  update_users(where: $user, _set: $changes) { affected_rows }
  update_github_tokens(where: $changedEtagsOf, _set: { etags: $etags }) { affected_rows }
}`).answering(z.object({ update_users: countShape }))

/** Notes that a sync ended without a result. */
export const noteSync = operation<{
  userId: string
  changes: { sync_attempted_at: Date; sync_error: string }
}>(`
mutation NoteSync($userId: String!, $changes: users_set_input!) {
  update_users_by_pk(pk_columns: { id: $userId }, _set: $changes) { id }
}`).answering(unreadShape)
