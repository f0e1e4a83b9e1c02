import { z } from 'zod'
import type { Deps } from '../deps.js'
import type { GithubProfile } from '../github/profile.js'
import type { GithubTokens } from '../github/tokens.js'
import { sealTokens } from '../github-grant/seal-tokens.js'
import { explainRefusal } from './explain-refusal.js'
import { grantOrUndo, type SessionGrant } from './grant.js'
import { newLifetimes } from './lifetimes.js'
import { personShape } from './person.js'
import { revokeSessions } from './revoke.js'
import { createSessionId } from './session-id.js'

export type SessionClient = 'browser' | 'graphql' | 'device'

interface SignedIn {
  profile: GithubProfile
  tokens: GithubTokens
  client: SessionClient
  /** The roles that GitHub memberships give. */
  githubRoles: readonly string[]
  userAgent?: string
  /** The session that the browser still had, if any: it ends with the new one's beginning. */
  endedSessionId?: string
}

export interface OpenedSession extends SessionGrant {
  isNewUser: boolean
}

const opened = z.object({ insert_sessions_one: z.object({ user: personShape }) })

/**
 * Opens a session in one round trip: user, sealed GitHub token, session and log row, all or nothing.
 *
 * @throws AppError `user-disabled`, `sign-up-closed`, `role-required`, `hasura-unavailable`
 */
export async function openSession(deps: Deps, signedIn: SignedIn): Promise<OpenedSession> {
  const now = deps.now()
  const sessionId = createSessionId(deps.randomBytes)
  const lifetimes = newLifetimes(deps.config, now)
  const rows = {
    ...(await userAndToken(deps, signedIn, now)),
    endedSessionIds: signedIn.endedSessionId === undefined ? [] : [signedIn.endedSessionId],
    session: {
      id: sessionId,
      user_id: signedIn.profile.id,
      generation: 1,
      client: signedIn.client,
      user_agent: signedIn.userAgent ?? null,
      created_at: now,
      rotated_at: now,
      last_used_at: now,
      idle_expires_at: lifetimes.idleExpiresAt,
      expires_at: lifetimes.expiresAt,
    },
    log: logRow(signedIn, sessionId, now),
  }
  const { openSession: open, openKnownSession } = deps.documents
  const document = deps.config.signUp === 'open' ? open : openKnownSession
  const answer = await deps.hasura.request(document, rows, opened).catch((error: unknown) => {
    return explainRefusal(deps, signedIn.profile.id, error)
  })
  const person = answer.insert_sessions_one.user
  const session = { sessionId, generation: 1, person, idleExpiresAt: lifetimes.idleExpiresAt }
  // A session whose tokens cannot be made, for want of a claim, is of no use to anybody.
  const grant = await grantOrUndo(deps, session, () => revokeSessions(deps, { sessionId }))
  return { ...grant, isNewUser: person.createdAt.getTime() === now.getTime() }
}

async function userAndToken(deps: Deps, { profile, tokens, githubRoles }: SignedIn, now: Date) {
  const changes = {
    login: profile.login,
    name: profile.name,
    avatar_url: profile.avatarUrl,
    github_roles: githubRoles,
    last_signed_in_at: now,
    checked_at: now,
  }
  const token = { user_id: profile.id, ...(await sealTokens(deps.sealer, profile.id, tokens)) }
  const user = { id: profile.id, created_at: now, ...changes }
  return deps.config.signUp === 'open' ? { user, token } : { userId: profile.id, changes, token }
}

function logRow({ profile, client }: SignedIn, sessionId: string, now: Date) {
  return { user_id: profile.id, session_id: sessionId, event: 'signed-in', at: now, detail: { client } }
}
