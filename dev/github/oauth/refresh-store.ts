import { randomBytes } from 'node:crypto'

/** What a GitHub App's refresh token renews. */
interface RefreshGrant {
  login: string
  /** The access token that ends with the renewal. */
  token: string
}

export interface RefreshStore {
  issue(grant: RefreshGrant): string
  /** Takes the refresh token out: it works once. */
  consume(refreshToken: string): RefreshGrant | undefined
  revoke(login: string): void
}

/** GitHub's six months. */
export const refreshLifetimeSeconds = 15_897_600

/** Keeps the refresh tokens of a GitHub App. */
export function createRefreshStore(now: () => number): RefreshStore {
  const grants = new Map<string, RefreshGrant & { expiresAt: number }>()
  return {
    issue(grant) {
      const refreshToken = `ghr_${randomBytes(38).toString('hex')}`
      grants.set(refreshToken, { ...grant, expiresAt: now() + refreshLifetimeSeconds * 1000 })
      return refreshToken
    },
    consume(refreshToken) {
      const grant = grants.get(refreshToken)
      grants.delete(refreshToken)
      return grant && grant.expiresAt > now() ? grant : undefined
    },
    revoke(login) {
      for (const [refreshToken, grant] of grants) if (grant.login === login) grants.delete(refreshToken)
    },
  }
}
