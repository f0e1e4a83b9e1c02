import * as z from 'zod'
import { AuthApiError, callGraphql } from './call-graphql.js'

const started = z.object({
  startDeviceLogin: z.object({
    userCode: z.string(),
    verificationUri: z.string(),
    deviceCode: z.string(),
    expiresAt: z.string(),
    interval: z.number(),
  }),
})

const signedIn = z.object({
  loginWithDevice: z.object({
    accessToken: z.string(),
    expiresAt: z.string(),
    refreshToken: z.string(),
    login: z.string(),
    roles: z.array(z.string()),
  }),
})

type DeviceSession = z.output<typeof signedIn>['loginWithDevice']

interface Terminal {
  /** Tells the person where to go and what to type there. */
  show: (verificationUri: string, userCode: string, expiresAt: string) => void
  wait: (seconds: number) => Promise<void>
}

const start = 'mutation { startDeviceLogin { userCode verificationUri deviceCode expiresAt interval } }'
const poll = `mutation ($deviceCode: String!) {
  loginWithDevice(deviceCode: $deviceCode) { accessToken expiresAt refreshToken login roles }
}`
const slowDownSeconds = 5

/**
 * Signs a person in on a terminal: they approve in a browser anywhere, and we ask as often as GitHub lets us.
 *
 * @throws AuthApiError `expired`, `access-denied` or whatever else ends it
 * @see RFC 8628 section 3.5 (slow_down adds five seconds for good)
 */
export async function signInOnTerminal(endpoint: string, { show, wait }: Terminal): Promise<DeviceSession> {
  const { startDeviceLogin: begun } = await callGraphql(endpoint, { query: start }, started)
  show(begun.verificationUri, begun.userCode, begun.expiresAt)
  let interval = begun.interval
  for (;;) {
    await wait(interval)
    try {
      const operation = { query: poll, variables: { deviceCode: begun.deviceCode } }
      return (await callGraphql(endpoint, operation, signedIn)).loginWithDevice
    } catch (error) {
      const code = error instanceof AuthApiError ? error.code : undefined
      if (code !== 'authorization-pending' && code !== 'slow-down') throw error
      if (code === 'slow-down') interval += slowDownSeconds
    }
  }
}
