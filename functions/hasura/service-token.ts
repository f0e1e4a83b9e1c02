import type { JwtConfig } from '../config/jwt-config.js'
import { clockToleranceSeconds, type MintedToken, mintToken } from '../token/mint.js'

const role = 'auth_service'
const lifetimeSeconds = 180
// A token that Hasura gets must live as long as our longest call, also by a clock that is ahead of ours.
const spareSeconds = 20 + clockToleranceSeconds

/**
 * Gives the functions' own token: role `auth_service`, three minutes, minted by themselves when the first is asked for.
 *
 * So the functions hold no admin secret, and a JWT configuration that Hasura does not share shows at once.
 */
export function createServiceToken(config: JwtConfig, now: () => Date): () => string {
  const hasuraClaims = { 'x-hasura-allowed-roles': [role], 'x-hasura-default-role': role }
  const mint = () => mintToken(config, { subject: role, hasuraClaims, lifetimeSeconds, now: now() })
  let current: MintedToken | undefined
  return () => {
    const secondsLeft = current ? (current.expiresAt.getTime() - now().getTime()) / 1000 : 0
    if (!current || secondsLeft < spareSeconds || secondsLeft > lifetimeSeconds) current = mint()
    return current.token
  }
}
