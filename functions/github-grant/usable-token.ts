import { z } from 'zod'
import type { Deps } from '../deps.js'
import { AppError } from '../errors.js'
import { renewTokens } from '../github/renew-tokens.js'
import {
  claimRenewalDocument,
  readGrantDocument,
  saveRenewalDocument,
} from '../hasura/documents/github-grant.js'
import { type Grant, grantShape } from './grant.js'
import { openToken, sealTokens } from './seal-tokens.js'

// A token that ends while it is used has ended too early.
const spareMs = 300_000
const abandonedAfterMs = 30_000
const looks = 5
const lookIntervalMs = 400
const saveAttempts = 3

export interface UsableToken {
  token: string
  /** Of the grant that the token is now stored in: renewing makes a new one. */
  version: number
}

interface GrantOf {
  userId: string
  grant: Grant
}

/**
 * Opens the token of a grant, renewed first when it ends soon. Of many callers at once one renews, the others wait for
 * what it stores.
 *
 * @throws AppError `grant-revoked` when the grant has ended, `grant-unreadable` when it was sealed under a secret that is
 *   gone, `github-…` and `hasura-…` when it can be tried again
 */
export async function usableToken(deps: Deps, { userId, grant }: GrantOf): Promise<UsableToken> {
  if (!endsSoon(grant, deps.now())) return openGrant(deps, userId, grant)
  const claim = { userId, version: grant.version, now: deps.now(), abandonedBefore: abandonedBefore(deps) }
  const claimed = await deps.hasura.request(claimRenewalDocument, claim, claimAnswer)
  return claimed.update_github_tokens.affected_rows === 1
    ? renew(deps, { userId, grant })
    : awaitRenewal(deps, { userId, grant })
}

const claimAnswer = z.object({ update_github_tokens: z.object({ affected_rows: z.int() }) })

function endsSoon({ expiresAt }: Grant, now: Date): boolean {
  return expiresAt !== null && expiresAt.getTime() - now.getTime() < spareMs
}

function abandonedBefore(deps: Deps): Date {
  return new Date(deps.now().getTime() - abandonedAfterMs)
}

async function openGrant(deps: Deps, userId: string, { sealedToken, version }: Grant): Promise<UsableToken> {
  return { token: await open(deps, userId, sealedToken), version }
}

async function open(deps: Deps, userId: string, sealed: string): Promise<string> {
  const token = await openToken(deps.sealer, userId, sealed)
  if (token !== undefined) return token
  throw new AppError('grant-unreadable', {
    reason: 'the stored GitHub token does not open with AUTH_SECRET',
  })
}

const saveAnswer = z.object({
  update_github_tokens: z.object({ returning: z.array(z.object({ version: z.int() })) }),
})

async function renew(deps: Deps, { userId, grant }: GrantOf): Promise<UsableToken> {
  if (grant.sealedRefreshToken === null) {
    throw new AppError('grant-revoked', { reason: 'the GitHub token has expired and cannot be renewed' })
  }
  const refreshToken = await open(deps, userId, grant.sealedRefreshToken)
  const tokens = await renewTokens(deps.github, refreshToken, deps.now())
  const renewed = { ...(await sealTokens(deps.sealer, userId, tokens)), renewal_started_at: null }
  const save = { userId, version: grant.version, grant: renewed }
  const saved = await saveRenewal(deps, save)
  const [row] = saved.update_github_tokens.returning
  // Whoever signed in anew meanwhile has another grant, and that is the one to use.
  if (!row) return awaitRenewal(deps, { userId, grant })
  deps.log.info('github-token-renewed', { userId })
  return { token: tokens.token, version: row.version }
}

/** GitHub takes the old pair no more: losing the new one would lose the grant. Hasura is waited for. */
async function saveRenewal(deps: Deps, save: Record<string, unknown>): Promise<z.output<typeof saveAnswer>> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await deps.hasura.request(saveRenewalDocument, save, saveAnswer)
    } catch (error) {
      if (attempt === saveAttempts) throw error
      await deps.wait(lookIntervalMs)
    }
  }
}

const readAnswer = z.object({ github_tokens_by_pk: grantShape.nullable() })

/** Somebody else renews: look for a newer version for a while. */
async function awaitRenewal(deps: Deps, { userId, grant }: GrantOf): Promise<UsableToken> {
  for (let look = 0; look < looks; look += 1) {
    await deps.wait(lookIntervalMs)
    const { github_tokens_by_pk: current } = await deps.hasura.request(
      readGrantDocument,
      { userId },
      readAnswer,
    )
    if (!current) throw new AppError('grant-revoked', { reason: 'the grant ended while it was renewed' })
    if (current.version > grant.version) return openGrant(deps, userId, current)
  }
  throw new AppError('github-unavailable', {
    reason: 'the GitHub token is being renewed',
    retryAfterSeconds: 5,
  })
}
