import { finishSignIn } from '../../../../functions/sign-in/finish.js'
import { route } from '../../_runtime.js'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({ GET: finishSignIn })
