import { z } from 'zod'
import { codeShape, stateTextShape } from '../sign-in/callback.js'
import { login as logIn } from '../sign-in/login.js'
import { verifierShape } from '../sign-in/pkce.js'
import { defineAction } from './action.js'
import { sessionOutput } from './session-output.js'

const input = z.strictObject({
  code: codeShape,
  state: stateTextShape,
  codeVerifier: verifierShape,
  iss: z
    .string()
    .max(300)
    .nullish()
    .transform((iss) => iss ?? undefined),
})

/** `mutation login`: ends the GraphQL flow. */
export const login = defineAction(input, async (deps, input) => {
  const session = await logIn(deps, input)
  return sessionOutput(session, session)
})
