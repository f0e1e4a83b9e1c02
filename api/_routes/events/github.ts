import { answerGithubWebhook } from '../../../functions/events/github-webhook.js'
import { eventFailure } from '../../../functions/http/failures.js'
import { route } from '../_runtime.js'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  { POST: answerGithubWebhook },
  eventFailure,
)
