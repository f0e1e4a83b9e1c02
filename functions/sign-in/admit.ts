import { type LogRow, writeLog } from '../auth-log/store.js'
import type { Deps } from '../deps.js'
import { AppError } from '../errors.js'
import type { GithubTokens } from '../github/tokens.js'
import { HasuraRefusal } from '../hasura/operation.js'
import { decideAccess, requirePerson } from '../policy/decide-access.js'
import type { SessionClient } from '../session/new-session.js'
import { type OpenedSession, openSession } from '../session/open.js'
import type { RefreshTokenParts } from '../token/refresh-token.js'

interface Admission {
  tokens: GithubTokens
  client: SessionClient
  userAgent?: string
  /** The token of the session that the browser still had, if any. */
  replaces?: RefreshTokenParts
}

/**
 * Where every flow ends: the token says who it is, the policy whether they may, and the database opens the session.
 *
 * @throws AppError one code per reason for a refusal; `github-…` and `hasura-…` when it cannot be decided
 */
export async function admit(deps: Deps, admission: Admission): Promise<OpenedSession> {
  const { tokens, client } = admission
  const { data: profile } = await deps.github.readProfile(tokens.token)
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

/** Writes down that a person of GitHub was refused, and why. That it could not be written changes no answer. */
async function recordRefusal(
  deps: Pick<Deps, 'hasura' | 'now' | 'log'>,
  userId: string,
  error: unknown,
): Promise<void> {
  if (!(error instanceof AppError) || !error.has('isRecorded')) return
  const detail = { reason: error.code, githubId: userId }
  const row = { event: 'sign-in-refused' as const, at: deps.now(), detail }
  const write = (one: LogRow) => deps.hasura.run(writeLog, { rows: [one] })
  try {
    await write({ ...row, user_id: userId }).catch((failure: unknown) => {
      // The foreign key says that nobody of this id ever signed in: the row then belongs to nobody.
      if (failure instanceof HasuraRefusal) return write(row)
      throw failure
    })
  } catch (failure) {
    deps.log.error('refusal-not-recorded', {
      reason: failure instanceof AppError ? failure.reason : 'unexpected',
    })
  }
}
