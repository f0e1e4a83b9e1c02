import type { LogRow } from '../auth-log/store.js'
import type { Deps } from '../deps.js'
import { AppError } from '../errors.js'
import type { GithubProfile } from '../github/profile.js'
import type { GithubTokens } from '../github/tokens.js'
import { sealTokens } from '../github-grant/sealed-tokens.js'
import { mayBeWritten } from '../hasura/operation.js'
import type { RefreshTokenParts } from '../token/refresh-token.js'
import { abandonSignIn } from './abandon.js'
import { explainRefusedSession } from './explain-refused-session.js'
import { grantSession, type SessionGrant } from './grant.js'
import { newSession, type SessionClient } from './new-session.js'
import { insertKnownSession, insertSession, type OpeningRows, type SignedInUser } from './store.js'

interface SignedIn {
  profile: GithubProfile
  tokens: GithubTokens
  client: SessionClient
  /** The roles that GitHub memberships give. */
  githubRoles: readonly string[]
  userAgent?: string
  /** The token of the session that the browser still had, if any: that one ends at the first refresh of the new one. */
  replaces?: RefreshTokenParts
}

export interface OpenedSession extends SessionGrant {
  isNewUser: boolean
}

/**
 * Opens a session in one round trip: user, sealed GitHub token, session and log row, all or nothing.
 *
 * @throws AppError `user-disabled`, `sign-up-closed`, `role-required`, `hasura-unavailable`
 */
export async function openSession(deps: Deps, signedIn: SignedIn): Promise<OpenedSession> {
  const now = deps.now()
  const { profile, client, userAgent, replaces } = signedIn
  const session = newSession(deps, { userId: profile.id, client, userAgent, replaces, now })
  const { id: sessionId, generation, idle_expires_at: idleExpiresAt } = session
  const rows = {
    token: { user_id: profile.id, ...(await sealTokens(deps.sealer, profile.id, signedIn.tokens)) },
    session,
    log: logRow(signedIn, sessionId, now),
  }
  const changes = userColumns(signedIn, now)
  // Giving it up takes a call of its own.
  if (!deps.budget.fits(2)) throw noTime()
  const answer = await insert(deps, { userId: profile.id, changes, rows }).catch(async (error: unknown) => {
    if (mayBeWritten(error)) await abandonSignIn(deps, session)
    return explainRefusedSession(deps, profile.id, error)
  })
  const person = answer.insert_sessions_one.user
  try {
    const grant = grantSession(deps, { sessionId, generation, person, idleExpiresAt })
    return { ...grant, isNewUser: person.createdAt.getTime() === now.getTime() }
  } catch (error) {
    // A session whose tokens cannot be made, for want of a claim, is of no use to anybody.
    await abandonSignIn(deps, session)
    throw error
  }
}

function noTime(): AppError {
  return new AppError('hasura-unavailable', { status: 504, reason: 'no time is left for opening a session' })
}

interface Opening {
  userId: string
  changes: SignedInUser
  rows: OpeningRows
}

async function insert(
  { hasura, config }: Pick<Deps, 'hasura' | 'config'>,
  { userId, changes, rows }: Opening,
) {
  const { signUp, customClaims } = config
  if (signUp === 'closed') return hasura.run(insertKnownSession(customClaims), { ...rows, userId, changes })
  const user = { id: userId, created_at: changes.last_signed_in_at, ...changes }
  return hasura.run(insertSession(customClaims), { ...rows, user })
}

function userColumns({ profile, githubRoles }: SignedIn, now: Date): SignedInUser {
  return {
    login: profile.login,
    name: profile.name,
    avatar_url: profile.avatarUrl,
    github_roles: githubRoles,
    last_signed_in_at: now,
    checked_at: now,
  }
}

function logRow({ profile, client }: SignedIn, sessionId: string, now: Date): LogRow {
  return { user_id: profile.id, session_id: sessionId, event: 'signed-in', at: now, detail: { client } }
}
