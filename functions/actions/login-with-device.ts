import { z } from 'zod'
import { loginWithDevice as logIn } from '../sign-in/device.js'
import { defineAction } from './action.js'
import { sessionOutput } from './session-output.js'

const input = z.strictObject({ deviceCode: z.string().max(1024) })

/** `mutation loginWithDevice`: ends the device flow. */
export const loginWithDevice = defineAction(input, async (deps, input) => {
  const session = await logIn(deps, input)
  return sessionOutput(session, session)
})
