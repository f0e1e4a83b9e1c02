interface Delivery {
  host: string
  /** The shared secret of Hasura's events. */
  secret: string
}

/** Has a person synced, as an operator does who invokes the trigger on the console. */
export function sendSync({ host, secret }: Delivery, userId: string): Promise<Response> {
  const event = { op: 'MANUAL', data: { old: null, new: { id: userId } } }
  const trigger = { name: 'sync_user' }
  return send(`${host}/api/events/sync_user`, secret, {
    id: 'soak',
    trigger,
    table: { schema: 'public', name: 'users' },
    event,
  })
}

/** Runs a cron trigger, as Hasura does. */
export function sendCron({ host, secret }: Delivery, name: string): Promise<Response> {
  return send(`${host}/api/events/${name}`, secret, {
    id: 'soak',
    name,
    scheduled_time: new Date().toISOString(),
  })
}

function send(url: string, secret: string, payload: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json', 'x-webhook-secret': secret }
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(payload) })
}
