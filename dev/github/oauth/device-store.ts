import { randomBytes, randomInt } from 'node:crypto'

type DeviceDecision = { kind: 'pending' } | { kind: 'denied' } | { kind: 'approved'; login: string }

/** One sign-in that a device is waiting for. */
export interface DeviceGrant {
  readonly deviceCode: string
  readonly userCode: string
  readonly scopes: readonly string[]
  readonly expiresAt: number
  intervalSeconds: number
  lastPolledAt: number | undefined
  decision: DeviceDecision
}

export interface DeviceStore {
  start(scopes: readonly string[]): DeviceGrant
  findByDeviceCode(code: string): DeviceGrant | undefined
  findByUserCode(code: string): DeviceGrant | undefined
  remove(grant: DeviceGrant): void
}

export const deviceLifetimeSeconds = 900
const firstIntervalSeconds = 5

/** Keeps the device flow's pending sign-ins. Expired ones stay known, because GitHub tells them from wrong codes. */
export function createDeviceStore(now: () => number): DeviceStore {
  const grants = new Map<string, DeviceGrant>()
  return {
    start(scopes) {
      const grant: DeviceGrant = {
        deviceCode: randomBytes(20).toString('hex'),
        userCode: newUserCode(),
        scopes,
        expiresAt: now() + deviceLifetimeSeconds * 1000,
        intervalSeconds: firstIntervalSeconds,
        lastPolledAt: undefined,
        decision: { kind: 'pending' },
      }
      grants.set(grant.deviceCode, grant)
      return grant
    },
    findByDeviceCode: (code) => grants.get(code),
    findByUserCode: (code) => [...grants.values()].find((grant) => grant.userCode === code),
    remove: (grant) => void grants.delete(grant.deviceCode),
  }
}

function newUserCode(): string {
  const letters = 'BCDFGHJKLMNPQRSTVWXZ'
  const pick = () => letters[randomInt(letters.length)] ?? ''
  const four = () => Array.from({ length: 4 }, pick).join('')
  return `${four()}-${four()}`
}
