import { createHmac } from 'node:crypto'

interface Delivery {
  /** The host that GitHub happens to reach. */
  host: string
  secret: string
  event: string
  payload: unknown
}

/**
 * Delivers an event as GitHub does.
 *
 * @throws Error when it is not accepted
 */
export async function sendGithubWebhook({ host, secret, event, payload }: Delivery): Promise<void> {
  const body = JSON.stringify(payload)
  const signature = createHmac('sha256', secret).update(body).digest('hex')
  const headers = {
    'content-type': 'application/json',
    'x-github-event': event,
    'x-github-delivery': '00000000-0000-4000-8000-000000000000',
    'x-hub-signature-256': `sha256=${signature}`,
  }
  const answer = await fetch(`${host}/api/events/github`, { method: 'POST', headers, body })
  if (!answer.ok) throw new Error(`the webhook answered ${answer.status}`)
}
