import { updateSession } from '../../../functions/next-auth/update-session.js'
import { readSession } from '../../../functions/session/read.js'
import { route } from '../_runtime.js'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: readSession,
  POST: updateSession,
})
