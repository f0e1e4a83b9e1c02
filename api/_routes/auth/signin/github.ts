import { signInFromClient } from '../../../../functions/next-auth/sign-in.js'
import { startSignIn } from '../../../../functions/sign-in/start.js'
import { route } from '../../_runtime.js'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: startSignIn,
  POST: signInFromClient,
})
