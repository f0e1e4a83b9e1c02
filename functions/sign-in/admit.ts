import type { Deps } from '../deps.js'
import { profile as profileResource, requirePerson } from '../github/profile.js'
import { readResource } from '../github/read-resource.js'
import type { GithubTokens } from '../github/tokens.js'
import { decideAccess } from '../policy/decide-access.js'
import { type OpenedSession, openSession, type SessionClient } from '../session/open.js'
import { recordRefusal } from './record-refusal.js'

interface Admission {
  tokens: GithubTokens
  client: SessionClient
  userAgent?: string
  endedSessionId?: string
}

/**
 * Where every flow ends: the token says who it is, the policy whether they may, and the database opens the session.
 *
 * @throws AppError one code per reason for a refusal; `github-…` and `hasura-…` when it cannot be decided
 */
export async function admit(deps: Deps, admission: Admission): Promise<OpenedSession> {
  const { tokens, client } = admission
  const { data: profile } = await readResource(deps.github, tokens.token, profileResource)
  try {
    requirePerson(profile)
    const githubRoles = await decideAccess(deps, tokens.token)
    const session = await openSession(deps, { ...admission, profile, githubRoles })
    deps.log.info('signed-in', { client, userId: profile.id, isNewUser: session.isNewUser })
    return session
  } catch (error) {
    await recordRefusal(deps, profile.id, error)
    throw error
  }
}
