export interface IssuedToken {
  /** The seeded login of its person. */
  login: string
  scopes: readonly string[]
  /** The token that `emulate` knows the person by. */
  emulatorToken: string
  /** Milliseconds since the epoch; only a GitHub App's tokens end by themselves. */
  expiresAt?: number
}

export interface TokenStore {
  add(token: string, issued: IssuedToken): void
  find(token: string): IssuedToken | undefined
  remove(token: string): void
  /** Ends all tokens of a person, as revoking the app in GitHub's settings does. */
  revoke(login: string): void
}

/** GitHub keeps ten tokens per person, app and scopes, and ends the oldest beyond that. */
const maxTokensPerScopes = 10

export function createTokenStore(now: () => number): TokenStore {
  const tokens = new Map<string, IssuedToken>()
  const removeWhere = (matches: (issued: IssuedToken) => boolean, keep: number) => {
    const matching = [...tokens].filter(([, issued]) => matches(issued)).map(([token]) => token)
    for (const token of matching.slice(0, Math.max(0, matching.length - keep))) tokens.delete(token)
  }
  return {
    add(token, issued) {
      tokens.set(token, issued)
      removeWhere((other) => isSameGrant(other, issued), maxTokensPerScopes)
    },
    find(token) {
      const issued = tokens.get(token)
      return issued && (issued.expiresAt ?? Number.POSITIVE_INFINITY) > now() ? issued : undefined
    },
    remove: (token) => void tokens.delete(token),
    revoke: (login) => removeWhere((issued) => issued.login === login, 0),
  }
}

function isSameGrant(left: IssuedToken, right: IssuedToken): boolean {
  return left.login === right.login && left.scopes.join() === right.scopes.join()
}
