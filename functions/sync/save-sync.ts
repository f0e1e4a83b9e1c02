import type { Deps } from '../deps.js'
import { asksMemberships } from '../policy/decide-access.js'
import type { GithubState } from './read-github.js'
import { type GithubColumns, type SyncedUser, writeSync } from './store.js'
import type { SyncReport } from './sync-user.js'

interface Sync {
  userId: string
  user: SyncedUser
  state: GithubState
  /** When the reading of GitHub began. */
  startedAt: Date
}

/** Writes what was read, unless a later reading has been written meanwhile. */
export async function saveSync(
  deps: Pick<Deps, 'config' | 'hasura' | 'log'>,
  { userId, user, state, startedAt }: Sync,
): Promise<SyncReport> {
  const columns = {
    login: state.profile.login,
    name: state.profile.name,
    email: state.email,
    avatar_url: state.profile.avatarUrl,
    github_roles: state.githubRoles,
  }
  const checked = asksMemberships(deps.config) ? { checked_at: startedAt } : {}
  const { ticket } = user
  const outcome = { shown: ticket, access_lost: null, sync_error: null, ...checked }
  const times = { synced_at: startedAt, sync_attempted_at: startedAt }
  const id = { _eq: userId }
  const answer = await deps.hasura.run(writeSync, {
    user: { id, shown: { _lt: ticket } },
    changes: { ...columns, ...outcome, ...times },
    changedEtagsOf: { user: { id, shown: { _eq: ticket } }, _not: { etags: { _eq: state.cache } } },
    etags: state.cache,
  })
  if (answer.update_users.affected_rows === 0) return { outcome: 'overtaken', changed: [] }
  const changed = changedColumns(user, columns)
  deps.log.info('user-synced', { userId, changed: changed.join(' ') })
  return { outcome: 'synced', changed }
}

const columnNames = ['login', 'name', 'email', 'avatar_url', 'github_roles'] as const

function changedColumns(before: GithubColumns, after: GithubColumns): string[] {
  return columnNames.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
}
