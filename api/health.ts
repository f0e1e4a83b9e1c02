import { health } from '../functions/http/health.js'
import { route } from './_runtime.js'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({ GET: health, HEAD: health })
