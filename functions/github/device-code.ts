import { createDeviceCode, exchangeDeviceCode } from '@octokit/oauth-methods'
import * as z from 'zod'
import type { GithubClient } from './client.js'
import { githubFailure, unexpectedAnswer } from './github-failure.js'
import { type GithubTokens, parseTokens } from './tokens.js'

export interface DeviceCode {
  deviceCode: string
  userCode: string
  verificationUri: string
  expiresInSeconds: number
  intervalSeconds: number
}

/** @see RFC 8628 section 3.2 */
const deviceAnswerShape = z.object({
  device_code: z.string().min(1).max(200),
  user_code: z.string().min(1).max(40),
  verification_uri: z.url({ protocol: /^https?$/ }),
  expires_in: z.int().positive(),
  interval: z.int().positive(),
})

/**
 * Asks GitHub for a code that a person types at GitHub.
 *
 * @throws AppError `misconfigured` when device flow is off in the app's settings
 * @see RFC 8628 section 3.1
 */
export async function requestDeviceCode(github: GithubClient): Promise<DeviceCode> {
  const { clientId, clientType, scopes } = github.client
  const asked = clientType === 'oauth-app' ? [...scopes] : []
  const call = { clientType: 'oauth-app' as const, clientId, scopes: asked, request: github.request }
  const answer = await createDeviceCode(call).catch((error: unknown) => {
    throw githubFailure(error)
  })
  const parsed = deviceAnswerShape.safeParse(answer.data)
  if (!parsed.success) throw unexpectedAnswer('a device code of another shape')
  const { device_code, user_code, verification_uri, expires_in, interval } = parsed.data
  return {
    deviceCode: device_code,
    userCode: user_code,
    verificationUri: verification_uri,
    expiresInSeconds: expires_in,
    intervalSeconds: interval,
  }
}

/**
 * Asks whether the person has approved the device.
 *
 * @throws AppError `authorization-pending`, `slow-down`, `expired`, `access-denied`
 * @see RFC 8628 sections 3.4 and 3.5
 */
export async function redeemDeviceCode(
  github: GithubClient,
  deviceCode: string,
  now: Date,
): Promise<GithubTokens> {
  const { clientId } = github.client
  const call = { clientType: 'oauth-app' as const, clientId, code: deviceCode, request: github.request }
  const answer = await exchangeDeviceCode(call).catch((error: unknown) => {
    throw githubFailure(error)
  })
  return parseTokens(answer.data, now)
}
