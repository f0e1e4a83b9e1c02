import { z } from 'zod'
import type { Deps } from '../deps.js'
import { saveSyncDocument } from '../hasura/documents/sync.js'
import { asksMemberships } from '../policy/decide-access.js'
import { noLaterReading } from '../policy/no-later-reading.js'
import type { GithubState } from './read-github.js'
import type { SyncedUser, SyncReport } from './sync-user.js'

interface Sync {
  userId: string
  user: SyncedUser
  state: GithubState
  /** When the reading of GitHub began: the row shows nothing that happened later. */
  startedAt: Date
}

const saved = z.object({ update_users: z.object({ affected_rows: z.int() }) })

/** Writes what was read, unless a later reading has been written meanwhile. */
export async function saveSync(deps: Deps, { userId, user, state, startedAt }: Sync): Promise<SyncReport> {
  const columns = {
    login: state.profile.login,
    name: state.profile.name,
    email: state.email,
    avatar_url: state.profile.avatarUrl,
    github_roles: state.githubRoles,
  }
  const checked = asksMemberships(deps.config) ? { checked_at: startedAt } : {}
  const notes = { synced_at: startedAt, sync_attempted_at: startedAt, sync_error: null, ...checked }
  const answer = await deps.hasura.request(
    saveSyncDocument,
    {
      user: { id: { _eq: userId }, ...noLaterReading(startedAt) },
      changes: { ...columns, ...notes },
      changedEtagsOf: { user_id: { _eq: userId }, _not: { etags: { _eq: state.cache } } },
      etags: state.cache,
    },
    saved,
  )
  if (answer.update_users.affected_rows === 0) return { outcome: 'overtaken', changed: [] }
  const changed = changedColumns(user, columns)
  deps.log.info('user-synced', { userId, changed: changed.join(' ') })
  return { outcome: 'synced', changed }
}

function changedColumns(user: SyncedUser, columns: Partial<SyncedUser>): string[] {
  const before: Record<string, unknown> = { ...user }
  const differs = ([name, value]: [string, unknown]) => JSON.stringify(before[name]) !== JSON.stringify(value)
  return Object.entries(columns)
    .filter(differs)
    .map(([name]) => name)
}
