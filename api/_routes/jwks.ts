import { publishJwks } from '../../functions/token/jwks.js'
import { configRoute } from './_config-runtime.js'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = configRoute({
  GET: publishJwks,
  HEAD: publishJwks,
})
