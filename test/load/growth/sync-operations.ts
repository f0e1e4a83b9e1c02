import { writeLog } from '../../../functions/auth-log/store.js'
import { useIdToken } from '../../../functions/ci/store.js'
import { claimRenewal, readGrant, saveRenewal, saveResealed } from '../../../functions/github-grant/store.js'
import { rolesByName } from '../../../functions/hasura/role-store.js'
import { beginCheck, endAccess, keepAccess } from '../../../functions/policy/store.js'
import * as people from '../../../functions/sync/people-store.js'
import { readProgress } from '../../../functions/sync/progress-store.js'
import { beginSync, noteSync, writeSync } from '../../../functions/sync/store.js'
import { firstId } from './fill-database.js'
import { measured, type MeasuredOperation } from './measured-operation.js'
import type { Person } from './person.js'

const now = new Date()
const userIdOf = ({ id: userId }: Person) => ({ userId })
const renewal = ({ id: userId }: Person) => ({ userId, version: 1, grant: { renewal_started_at: null } })
const claimedIds = ({ id }: Person) => Array.from({ length: 25 }, (_, index) => String(Number(id) + index))
/** Two members of a team whom no run before asked about: who is asked about again costs less. */
const afterOthers = ({ place }: Person) => ({ after: String(firstId + 100 * (place % 9)), batch: 2 })
/** The first reading that is begun is over before it is written. */
const begun = ({ id }: Person) => `update users set ticket = 2 where id = '${id}'`

const columns = { login: 'renamed', name: null, avatar_url: 'x' }

export const syncOperations: readonly MeasuredOperation[] = [
  measured('begin a sync', beginSync, userIdOf),
  measured(
    'write a sync',
    writeSync,
    ({ id }) => {
      const times = { synced_at: now, sync_attempted_at: now, checked_at: now }
      const changes = {
        ...columns,
        email: null,
        github_roles: ['moderator'],
        shown: 2,
        access_lost: null,
        sync_error: null,
        ...times,
      }
      const changedEtagsOf = {
        user: { id: { _eq: id }, shown: { _eq: 2 } },
        _not: { etags: { _eq: { email: undefined } } },
      }
      return { user: { id: { _eq: id }, shown: { _lt: 2 } }, changes, changedEtagsOf, etags: {} }
    },
    begun,
  ),
  measured('note a sync', noteSync, ({ id }) => ({
    userId: id,
    changes: { sync_attempted_at: now, sync_error: 'x' },
  })),
  measured('begin a check', beginCheck, userIdOf),
  measured(
    'keep access',
    keepAccess,
    ({ id }) => {
      const changes = { checked_at: now, github_roles: ['moderator'], shown: 2, access_lost: null }
      return { user: { id: { _eq: id }, shown: { _lt: 2 } }, changes }
    },
    begun,
  ),
  measured(
    'lose access',
    endAccess,
    ({ id }) => {
      const grant = { github_token: { version: { _eq: 1 } } }
      const judged = { id: { _eq: id }, shown: { _eq: 2 }, ...grant }
      const notes = { synced_at: now, sync_attempted_at: now, sync_error: 'x' }
      return {
        user: { id: { _eq: id }, shown: { _lt: 2 }, wanted: { _lte: 2 }, ...grant },
        changes: { github_roles: [], shown: 2, access_lost: 'grant-revoked', ...notes },
        judged,
        endedGrants: { user: judged, version: { _in: [1] } },
      }
    },
    begun,
  ),
  measured('resync_users: who is due', people.findDue, () => ({ now, limit: 25 })),
  measured('resync_users: take up', people.claimDue, (person) => ({ ids: claimedIds(person), now })),
  measured('resync_users: put back', people.releaseClaimed, (person) => ({ ids: claimedIds(person) })),
  measured('webhook: a person', people.requestSync, ({ id: userId }) => ({ userId, now })),
  measured('webhook: a team', people.requestMemberSyncs, afterOthers),
  measured('npm run sync: a page of everybody', people.listSyncable, ({ id }) => ({ after: id, limit: 25 })),
  measured('npm run sync: a login', people.findByLogin, ({ login }) => ({ login: login.toLowerCase() })),
  measured('npm run sync: progress', readProgress, () => ({})),
  measured('read a grant', readGrant, userIdOf),
  measured('claim a renewal', claimRenewal, ({ id: userId }) => ({
    userId,
    version: 1,
    now,
    abandonedBefore: now,
  })),
  measured('save a renewal', saveRenewal, renewal),
  measured('save a grant sealed anew', saveResealed, renewal),
  measured('roles by name', rolesByName, () => ({ roles: ['moderator', 'user'] })),
  measured('write the log', writeLog, ({ id }) => ({
    rows: [{ event: 'sign-in-refused' as const, at: now, user_id: id }],
  })),
  measured('give a sign-in up', writeLog, ({ id, sessions: [session_id] }) => {
    return { rows: [{ event: 'sign-in-abandoned' as const, at: now, user_id: id, session_id }] }
  }),
  measured('a workflow signs in', useIdToken, ({ id }) => {
    return { token: { jti: `new ${id}`, expires_at: now }, log: { event: 'workflow-signed-in', at: now } }
  }),
]
