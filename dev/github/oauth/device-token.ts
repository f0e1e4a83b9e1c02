import type { GithubState } from '../github-state.js'
import type { TokenResult } from './access-token.js'
import type { DeviceGrant } from './device-store.js'
import { issueGrant } from './issue-grant.js'
import { oauthError } from './oauth-error.js'

type PollResult = TokenResult | (ReturnType<typeof oauthError> & { interval: number })

/**
 * One poll of a waiting device.
 *
 * @see RFC 8628 section 3.5, and GitHub's five more seconds for every poll that comes too soon
 */
export async function exchangeDeviceCode(
  code: string,
  state: GithubState,
  now: () => number,
): Promise<PollResult> {
  const grant = state.devices.findByDeviceCode(code)
  if (!grant) return oauthError('incorrect_device_code')
  if (grant.expiresAt <= now()) return oauthError('expired_token')
  if (isTooSoon(grant, now())) return slowDown(grant)
  if (grant.decision.kind === 'pending') return oauthError('authorization_pending')
  state.devices.remove(grant)
  if (grant.decision.kind === 'denied') return oauthError('access_denied')
  return issueGrant(grant.decision.login, grant.scopes, state)
}

function isTooSoon(grant: DeviceGrant, nowMilliseconds: number): boolean {
  const previous = grant.lastPolledAt
  grant.lastPolledAt = nowMilliseconds
  return previous !== undefined && nowMilliseconds - previous < grant.intervalSeconds * 1000
}

function slowDown(grant: DeviceGrant): PollResult {
  grant.intervalSeconds += 5
  return { ...oauthError('slow_down'), interval: grant.intervalSeconds }
}
