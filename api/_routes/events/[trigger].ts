import { answerEvent } from '../../../functions/events/answer-event.js'
import { eventFailure } from '../../../functions/http/failures.js'
import { route } from '../_runtime.js'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({ POST: answerEvent }, eventFailure)
