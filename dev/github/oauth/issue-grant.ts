import { randomBytes } from 'node:crypto'
import type { GithubState } from '../github-state.js'
import { refreshLifetimeSeconds } from './refresh-store.js'

export interface TokenGrant {
  access_token: string
  token_type: 'bearer'
  /** Comma-separated, as GitHub reports it; always empty for a GitHub App. */
  scope: string
}

interface ExpiringTokenGrant extends TokenGrant {
  expires_in: number
  refresh_token: string
  refresh_token_expires_in: number
}

/** GitHub's eight hours for the user tokens of a GitHub App. */
const appTokenSeconds = 28_800
/** What a GitHub App may read by its permissions. */
const appPermissions = ['read:org', 'user:email']

/** Makes a token as the registered app gets them. */
export function issueGrant(login: string, scopes: readonly string[], state: GithubState) {
  return state.app.clientType === 'github-app'
    ? issueAppGrant(login, state)
    : issueOAuthGrant(login, scopes, state)
}

async function issueOAuthGrant(
  login: string,
  scopes: readonly string[],
  state: GithubState,
): Promise<TokenGrant> {
  const token = await state.emulator.issueToken(login, scopes)
  state.tokens.add(token, { login, scopes, emulatorToken: token })
  return { access_token: token, token_type: 'bearer', scope: scopes.join(',') }
}

/**
 * A user token that expires, with the refresh token that renews it.
 *
 * @see https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/refreshing-user-access-tokens
 */
async function issueAppGrant(login: string, state: GithubState): Promise<ExpiringTokenGrant> {
  const token = `ghu_${randomBytes(18).toString('hex')}`
  const emulatorToken = await state.emulator.issueToken(login, appPermissions)
  state.tokens.add(token, {
    login,
    scopes: [],
    emulatorToken,
    expiresAt: state.now() + appTokenSeconds * 1000,
  })
  return {
    access_token: token,
    expires_in: appTokenSeconds,
    refresh_token: state.refreshTokens.issue({ login, token }),
    refresh_token_expires_in: refreshLifetimeSeconds,
    scope: '',
    token_type: 'bearer',
  }
}
