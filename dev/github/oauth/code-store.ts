import { randomBytes } from 'node:crypto'

/** What an authorization code stands for. */
interface CodeGrant {
  login: string
  scopes: readonly string[]
  redirectUri: string
  /** The base64url S256 challenge of the authorization request, if it had one. */
  codeChallenge: string | undefined
}

export interface CodeStore {
  issue(grant: CodeGrant): string
  /** Takes the code out: it works once, whatever the exchange comes to. */
  consume(code: string): CodeGrant | undefined
}

const lifetimeMilliseconds = 10 * 60 * 1000

/** Keeps authorization codes for GitHub's ten minutes. */
export function createCodeStore(now: () => number): CodeStore {
  const grants = new Map<string, CodeGrant & { expiresAt: number }>()
  return {
    issue(grant) {
      const code = randomBytes(10).toString('hex')
      grants.set(code, { ...grant, expiresAt: now() + lifetimeMilliseconds })
      return code
    },
    consume(code) {
      const grant = grants.get(code)
      grants.delete(code)
      return grant && grant.expiresAt > now() ? grant : undefined
    },
  }
}
