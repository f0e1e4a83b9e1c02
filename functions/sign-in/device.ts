import * as z from 'zod'
import type { Deps } from '../deps.js'
import { AppError } from '../errors.js'
import type { OpenedSession } from '../session/open.js'
import { addSeconds } from '../time.js'
import { admit } from './admit.js'

const sealedCodeShape = z.object({ deviceCode: z.string(), clientId: z.string() })

/** Begins a sign-in on a device without a browser. The device code travels sealed: it works only through us. */
export async function startDeviceLogin(deps: Deps) {
  const code = await deps.github.requestDeviceCode()
  const content = { deviceCode: code.deviceCode, clientId: deps.config.github.clientId }
  const deviceCode = await deps.sealer.seal('device-code', content, code.expiresInSeconds)
  const expiresAt = addSeconds(deps.now(), code.expiresInSeconds)
  deps.log.info('sign-in-started', { flow: 'device' })
  const { userCode, verificationUri, intervalSeconds: interval } = code
  return { userCode, verificationUri, deviceCode, expiresAt, interval }
}

/**
 * Opens the session once the person has approved.
 *
 * @throws AppError `authorization-pending` and `slow-down` until then, `expired` when it is too late
 */
export async function loginWithDevice(
  deps: Deps,
  { deviceCode: sealed }: { deviceCode: string },
): Promise<OpenedSession> {
  const code = await deps.sealer.open('device-code', sealedCodeShape, sealed)
  if (code?.clientId !== deps.config.github.clientId)
    throw new AppError('expired', { reason: 'device code not ours' })
  const tokens = await deps.github.redeemDeviceCode(code.deviceCode)
  return admit(deps, { tokens, client: 'device' })
}
