import { signOutFromClient } from '../../../functions/next-auth/sign-out.js'
import { showSignOutPage } from '../../../functions/next-auth/sign-out-page.js'
import { route } from '../_runtime.js'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: showSignOutPage,
  POST: signOutFromClient,
})
