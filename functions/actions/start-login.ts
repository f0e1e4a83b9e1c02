import { z } from 'zod'
import { challengeShape } from '../sign-in/pkce.js'
import { startLogin as start } from '../sign-in/start-login.js'
import { defineAction } from './action.js'

const input = z.strictObject({ codeChallenge: challengeShape, redirectTo: z.string().max(1024) })

/** `mutation startLogin`: begins the GraphQL flow. */
export const startLogin = defineAction(input, start)
