import jwt from 'jsonwebtoken'
import { z } from 'zod'
import { parseJson } from '../config/json.js'
import type { JwtConfig } from '../config/jwt-config.js'

/** What one of our access tokens says about its session. */
interface TokenFacts {
  expiresAt: Date
  sessionId: string
  roles: string[]
  defaultRole: string
}

const claimsShape = z.object({
  'x-hasura-allowed-roles': z.array(z.string()),
  'x-hasura-default-role': z.string(),
  'x-hasura-session-id': z.string(),
})

/**
 * Reads a token that we made and that nobody could change since, because it was sealed. Its signature tells whether
 * Hasura takes it: a key that was changed since leaves it of no use to anybody.
 *
 * @returns undefined for a token of another configuration
 */
export function readOwnToken(token: string, config: JwtConfig): TokenFacts | undefined {
  try {
    const { exp = 0, [config.claimsNamespace]: claims } = verify(token, config)
    const hasura = claimsShape.parse(typeof claims === 'string' ? parseJson(claims) : claims)
    return {
      expiresAt: new Date(exp * 1000),
      sessionId: hasura['x-hasura-session-id'],
      roles: hasura['x-hasura-allowed-roles'],
      defaultRole: hasura['x-hasura-default-role'],
    }
  } catch {
    return undefined
  }
}

/** Nothing is said about time: who asks knows the clock. */
function verify(token: string, { verifyingKeys, issuer, audience }: JwtConfig): jwt.JwtPayload {
  for (const { key, algorithm } of verifyingKeys) {
    const options = { algorithms: [algorithm], issuer, audience, ignoreExpiration: true }
    try {
      const payload = jwt.verify(token, key, options)
      if (typeof payload === 'object') return payload
    } catch {
      // The next key of the set may be the one.
    }
  }
  throw new Error('no key of Hasura verifies this token')
}
