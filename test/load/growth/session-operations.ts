import { randomUUID } from 'node:crypto'
import { endSessions } from '../../../functions/session/ending-store.js'
import { purgePortion } from '../../../functions/session/purge-store.js'
import { endReusedSession, presentToken, rotationState } from '../../../functions/session/rotation-store.js'
import { insertKnownSession, insertSession, whyNoSession } from '../../../functions/session/store.js'
import { measured, type MeasuredOperation } from './measured-operation.js'
import type { Person } from './person.js'

const now = new Date()
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000)
const token = `eyJraWQiOiJncm93dGgifQ..${'a'.repeat(16)}.${'b'.repeat(80)}.${'c'.repeat(22)}`

const changes = { avatar_url: 'x', github_roles: [], last_signed_in_at: now, checked_at: now, name: null }

function openingRows(userId: string, replaces: string | null) {
  const id = randomUUID()
  const times = {
    created_at: now,
    rotated_at: now,
    last_used_at: now,
    idle_expires_at: inDays(30),
    expires_at: inDays(180),
  }
  const replaced = { replaces, replaces_generation: replaces === null ? null : 3 }
  const session = {
    id,
    user_id: userId,
    generation: 1,
    client: 'browser',
    user_agent: null,
    ...times,
    ...replaced,
  }
  const grant = { refresh_token: null, scopes: '', expires_at: null, refresh_expires_at: null }
  const log = {
    user_id: userId,
    session_id: id,
    event: 'signed-in' as const,
    at: now,
    detail: { client: 'browser' },
  }
  return { token: { user_id: userId, token, ...grant }, session, log }
}

const opening = ({ id, login, sessions: [replaces] }: Person) => {
  return { user: { ...changes, id, login, created_at: now }, ...openingRows(id, replaces) }
}
const presenting =
  (presented: number) =>
  ({ sessions: [id] }: Person) => {
    return {
      id,
      presented,
      now,
      idleExpiresAt: inDays(30),
      user: { disabled_at: { _is_null: true } as const },
    }
  }

/** A session that is refreshed for the first time, and ends the one that its browser had before. */
const unconfirmed = ({ sessions: [id, before] }: Person) =>
  `update sessions set presented = 0, floor = 0, generation = 1, replaces = '${before}', replaces_generation = 3
   where id = '${id}'`

export const sessionOperations: readonly MeasuredOperation[] = [
  measured('sign-in', insertSession(undefined), opening),
  measured('first sign-in', insertSession(undefined), ({ id, ...person }) =>
    opening({ ...person, id: `9${id}`, login: 'new' }),
  ),
  measured('sign-in where sign-up is closed', insertKnownSession(undefined), ({ id, login }) => {
    return { userId: id, changes: { ...changes, login }, ...openingRows(id, null) }
  }),
  measured('why there is no session', whyNoSession, ({ id: userId }) => ({ userId })),
  measured('refresh', presentToken(undefined), presenting(2)),
  measured('refresh by a new token', presentToken(undefined), presenting(3)),
  measured('first refresh', presentToken(undefined), presenting(1), unconfirmed),
  measured('why a token is refused', rotationState(undefined), ({ sessions: [id] }) => ({ id })),
  measured('ending a session for reuse', endReusedSession, ({ sessions: [id] }) => ({
    id,
    presented: 1,
    now,
  })),
  measured('signing out', endSessions, ({ id: userId, sessions: [sessionId] }) => {
    const theirs = {
      id: { _eq: sessionId },
      user_id: { _eq: userId },
      user: { user_roles: { role_name: { _eq: 'user' } } },
    }
    const ended = { ...theirs, end_reason: { _is_null: true } as const }
    return { mine: { user: { sessions: theirs } }, reused: { id: { _in: [] } }, ended, now }
  }),
  measured('signing out everywhere', endSessions, ({ sessions: [sessionId] }) => {
    const id = { _eq: sessionId }
    const live = {
      id,
      end_reason: { _is_null: true } as const,
      _or: [{ presented: { _eq: 2 } }, { floor: { _lt: 2 }, generation: { _gte: 2 } }],
    }
    const over = { id, presented: { _neq: 2 }, floor: { _gte: 2 } }
    return { mine: { user: { sessions: { id } } }, reused: over, ended: { user: { sessions: live } }, now }
  }),
  measured('purge_expired', purgePortion, () => ({ batch: 25 })),
]
