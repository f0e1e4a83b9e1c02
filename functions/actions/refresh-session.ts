import { z } from 'zod'
import { rotateSession } from '../session/rotate.js'
import { defineAction } from './action.js'
import { sessionOutput } from './session-output.js'

const input = z.strictObject({ refreshToken: z.string().max(200) })

/** `mutation refreshSession`: trades a refresh token for its successor. */
export const refreshSession = defineAction(input, async (deps, { refreshToken }) => {
  return sessionOutput(await rotateSession(deps, refreshToken), { isNewUser: false })
})
