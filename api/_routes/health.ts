import { health } from '../../functions/http/health.js'
import { configRoute } from './_config-runtime.js'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = configRoute({ GET: health, HEAD: health })
