import { signOut } from '../../functions/session/sign-out.js'
import { route } from '../_runtime.js'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({ POST: signOut })
