import type { Deps } from '../deps.js'
import { AppError } from '../errors.js'
import { addSeconds } from '../time.js'
import { requireToken, sealTokens } from './sealed-tokens.js'
import { claimRenewal, type Grant, type Renewal, readGrant, saveRenewal } from './store.js'

// A token that ends while it is used has ended too early.
const spareSeconds = 300
// Its holder has half a minute; the other one is for a host whose clock is ahead of the holder's.
const abandonedAfterSeconds = 90
const looks = 5
const lookIntervalMs = 400
const saveAttempts = 3

interface UsableToken {
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
  const now = deps.now()
  const { sealedRefreshToken } = grant
  // What cannot be renewed is good for as long as GitHub takes it, which only GitHub can say.
  if (sealedRefreshToken === null || !endsSoon(grant, now)) return openGrant(deps, { userId, grant })
  // Before anything is written: what cannot be opened here may open elsewhere.
  const refreshToken = await requireToken(deps.sealer, userId, sealedRefreshToken)
  // Claiming, renewing and saving: what is begun here must come to its end.
  if (!deps.budget.fits(3)) throw tryLater('no time is left to renew the GitHub token')
  const abandonedBefore = addSeconds(now, -abandonedAfterSeconds)
  const claim = { userId, version: grant.version, now, abandonedBefore }
  const claimed = await deps.hasura.run(claimRenewal, claim)
  return claimed.update_github_tokens.affected_rows === 1
    ? renew(deps, { userId, grant, refreshToken })
    : awaitRenewal(deps, { userId, grant })
}

function endsSoon({ expiresAt }: Grant, now: Date): boolean {
  return expiresAt !== null && expiresAt < addSeconds(now, spareSeconds)
}

async function openGrant({ sealer }: Pick<Deps, 'sealer'>, { userId, grant }: GrantOf): Promise<UsableToken> {
  return { token: await requireToken(sealer, userId, grant.sealedToken), version: grant.version }
}

interface RenewableGrant extends GrantOf {
  refreshToken: string
}

async function renew(deps: Deps, { userId, grant, refreshToken }: RenewableGrant): Promise<UsableToken> {
  const tokens = await deps.github.renewTokens(refreshToken)
  const renewed = { ...(await sealTokens(deps.sealer, userId, tokens)), renewal_started_at: null }
  const saved = await save(deps, { userId, version: grant.version, grant: renewed })
  const [row] = saved.update_github_tokens.returning
  // Whoever signed in anew meanwhile has another grant, and that is the one to use.
  if (!row) return awaitRenewal(deps, { userId, grant })
  deps.log.info('github-token-renewed', { userId })
  return { token: tokens.token, version: row.version }
}

/** GitHub takes the old pair no more: losing the new one would lose the grant. Hasura is waited for. */
async function save({ hasura, wait, budget }: Pick<Deps, 'hasura' | 'wait' | 'budget'>, renewal: Renewal) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await hasura.run(saveRenewal, renewal)
    } catch (error) {
      if (attempt === saveAttempts || !budget.fits(1)) throw error
      await wait(lookIntervalMs)
    }
  }
}

/** Somebody else renews: look for a newer version for a while. */
async function awaitRenewal(deps: Deps, { userId, grant }: GrantOf): Promise<UsableToken> {
  // A look and what follows it.
  for (let look = 0; look < looks && deps.budget.fits(2); look += 1) {
    await deps.wait(lookIntervalMs)
    const { github_tokens_by_pk: current } = await deps.hasura.run(readGrant, { userId })
    if (!current) throw new AppError('grant-revoked', { reason: 'the grant ended while it was renewed' })
    if (current.version > grant.version) return openGrant(deps, { userId, grant: current })
  }
  throw tryLater('the GitHub token is being renewed')
}

function tryLater(reason: string): AppError {
  return new AppError('github-unavailable', { reason, retryAfterSeconds: 5 })
}
