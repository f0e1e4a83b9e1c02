import { answerAction } from '../../../functions/actions/answer-action.js'
import { actionFailure } from '../../../functions/http/failures.js'
import { route } from '../_runtime.js'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({ POST: answerAction }, actionFailure)
