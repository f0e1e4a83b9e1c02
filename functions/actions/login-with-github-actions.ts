import { z } from 'zod'
import { loginWithGithubActions as logIn } from '../ci/login.js'
import { defineAction } from './action.js'

const input = z.strictObject({ idToken: z.string().max(8192) })

/** `mutation loginWithGithubActions`: an access token for a workflow. */
export const loginWithGithubActions = defineAction(input, logIn)
