import jwt from 'jsonwebtoken'
import * as z from 'zod'
import { parseJson } from '../config/json.js'
import type { JwtConfig } from '../config/jwt-config.js'

/** What one of our access tokens says about its session. */
interface TokenFacts {
  userId: string
  expiresAt: Date
  sessionId: string
  roles: string[]
  defaultRole: string
}

const subjectShape = z.object({ sub: z.string(), exp: z.number() })
const claimsShape = z.object({
  'x-hasura-allowed-roles': z.array(z.string()),
  'x-hasura-default-role': z.string(),
  'x-hasura-session-id': z.string(),
})

/**
 * Reads an access token that we made. Its signature tells whether Hasura takes it: a key that was changed since leaves it
 * of no use to anybody.
 *
 * @returns undefined for a token of another configuration
 */
export function readOwnToken(token: string, config: JwtConfig): TokenFacts | undefined {
  try {
    const { audience } = config
    const payload = verifyOwn(token, config, { type: 'JWT', audience })
    const { sub, exp } = subjectShape.parse(payload)
    const claims: unknown = payload[config.claimsNamespace]
    const hasura = claimsShape.parse(typeof claims === 'string' ? parseJson(claims) : claims)
    return {
      userId: sub,
      expiresAt: new Date(exp * 1000),
      sessionId: hasura['x-hasura-session-id'],
      roles: hasura['x-hasura-allowed-roles'],
      defaultRole: hasura['x-hasura-default-role'],
    }
  } catch {
    return undefined
  }
}

interface TokenKind {
  /** The header's `typ`: a token of one kind is none of another. */
  type: string
  audience: string
}

/**
 * The payload of a token of this kind under one of our keys. Nothing is said about time: who asks knows the clock.
 *
 * @throws Error for every other text
 */
export function verifyOwn(
  token: string,
  { verifyingKeys, issuer }: JwtConfig,
  { type, audience }: TokenKind,
): jwt.JwtPayload {
  for (const { key, algorithm } of verifyingKeys) {
    const options = { algorithms: [algorithm], issuer, audience, ignoreExpiration: true }
    try {
      const { header, payload } = jwt.verify(token, key, { ...options, complete: true as const })
      if (header.typ === type && typeof payload === 'object') return payload
    } catch {
      // The next key of the set may be the one.
    }
  }
  throw new Error('no key of Hasura verifies this token')
}
