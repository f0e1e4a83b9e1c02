import { z } from 'zod'
import type { Deps } from '../deps.js'
import { AppError, type ErrorCode } from '../errors.js'
import { fetchProfile, requirePerson } from '../github/fetch-profile.js'
import { fetchVerifiedEmail } from '../github/fetch-verified-email.js'
import { type Grant, grantShape } from '../github-grant/grant.js'
import { usableToken } from '../github-grant/usable-token.js'
import { endGrantDocument, saveSyncDocument, syncStateDocument } from '../hasura/documents/sync.js'

/** How a sync ended. Only `synced` changed the profile; `failed` says why in `users.sync_error`. */
export type SyncOutcome = 'synced' | 'skipped' | 'failed'

const syncState = z.object({
  users_by_pk: z
    .object({
      disabled_at: z.string().nullable(),
      github_token: grantShape.nullable(),
    })
    .nullable(),
})

/**
 * Copies what GitHub says about a person into `users`: one question to Hasura, two to GitHub, one write.
 *
 * Every run reads the present state, so that it does not matter how often or in which order events arrive.
 *
 * @throws AppError for what may pass by itself (`github-unavailable`, `github-rate-limited`, `hasura-unavailable`);
 *   what stays is recorded in `sync_error` and does not throw
 */
export async function syncUser(deps: Deps, userId: string): Promise<SyncOutcome> {
  const { users_by_pk: user } = await deps.hasura.request(syncStateDocument, { userId }, syncState)
  if (!user?.github_token || user.disabled_at) return 'skipped'
  const grant = user.github_token
  try {
    return await save(deps, userId, await readFromGithub(deps, userId, grant))
  } catch (error) {
    if (!(error instanceof AppError) || !lasting.has(error.code)) throw error
    return recordFailure(deps, { userId, sealedToken: grant.sealedToken, error })
  }
}

/** What no second attempt would change. */
const lasting: ReadonlySet<ErrorCode> = new Set([
  'access-denied',
  'account-type',
  'github-unexpected',
  'grant-revoked',
  'misconfigured',
])

async function readFromGithub(deps: Deps, userId: string, grant: Grant) {
  const token = await usableToken(deps, { userId, grant })
  const profile = await fetchProfile(deps.github, token)
  requirePerson(profile)
  if (profile.id !== userId)
    throw new AppError('github-unexpected', { reason: 'GitHub gave the profile of another id' })
  const email = mayReadEmail(deps, grant.scopes) ? await fetchVerifiedEmail(deps.github, token) : null
  return { login: profile.login, name: profile.name, avatar_url: profile.avatarUrl, email }
}

/** GitHub Apps have permissions instead of scopes. */
function mayReadEmail(deps: Deps, scopes: string): boolean {
  if (deps.config.github.clientType === 'github-app') return true
  return scopes.split(' ').some((scope) => scope === 'user:email' || scope === 'user')
}

async function save(
  deps: Deps,
  userId: string,
  profile: Record<string, string | null>,
): Promise<SyncOutcome> {
  const changes = { ...profile, synced_at: deps.now(), sync_error: null }
  await deps.hasura.request(saveSyncDocument, { userId, changes }, z.unknown())
  deps.log.info('user-synced', { userId })
  return 'synced'
}

interface Failure {
  userId: string
  sealedToken: string
  error: AppError
}

/** A revoked grant is dropped, unless a sign-in has replaced it meanwhile. */
async function recordFailure(deps: Deps, { userId, sealedToken, error }: Failure): Promise<SyncOutcome> {
  const changes = { synced_at: deps.now(), sync_error: error.reason }
  const revoked = error.code === 'grant-revoked'
  const document = revoked ? endGrantDocument : saveSyncDocument
  const variables = revoked ? { userId, token: sealedToken, changes } : { userId, changes }
  await deps.hasura.request(document, variables, z.unknown())
  deps.log.warn('user-sync-failed', { userId, code: error.code, reason: error.reason })
  return 'failed'
}
