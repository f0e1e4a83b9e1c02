import { publishJwks } from '../functions/token/jwks.js'
import { route } from './_runtime.js'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({ GET: publishJwks, HEAD: publishJwks })
