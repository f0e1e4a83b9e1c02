import { decodeJwt } from 'jose/jwt/decode'
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
 * Reads a token that we made and that nobody could change since, because it was sealed: its signature is not looked at.
 *
 * @returns undefined for a token of another configuration
 */
export function readOwnToken(token: string, config: JwtConfig): TokenFacts | undefined {
  try {
    const { exp = 0, [config.claimsNamespace]: claims } = decodeJwt(token)
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
