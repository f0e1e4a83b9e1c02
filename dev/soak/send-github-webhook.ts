import { createHmac } from 'node:crypto'

interface Delivery {
  /** The host that GitHub happens to reach. */
  host: string
  secret: string
  event: string
  payload: unknown
}

/** Delivers an event as GitHub does. */
export function sendGithubWebhook({ host, secret, event, payload }: Delivery): Promise<Response> {
  const body = JSON.stringify(payload)
  const signature = createHmac('sha256', secret).update(body).digest('hex')
  const headers = {
    'content-type': 'application/json',
    'x-github-event': event,
    'x-github-delivery': '00000000-0000-4000-8000-000000000000',
    'x-hub-signature-256': `sha256=${signature}`,
  }
  return fetch(`${host}/api/events/github`, { method: 'POST', headers, body })
}
