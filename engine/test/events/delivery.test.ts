import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.js'
import type { EventTrigger } from '../../src/events/event-trigger.js'
import { startWebhookServer, type WebhookServer } from '../support/webhook-server.js'
import { eventLog, openEventDatabase, POLL_MS, startTestEngine, type TestEngine, trigger } from './support.js'

let database: Database
let webhook: WebhookServer
let engine: TestEngine | undefined
beforeEach(async () => {
  database = await openEventDatabase()
  webhook = await startWebhookServer()
})
afterEach(async () => {
  await webhook.close()
  await engine?.stop()
  engine = undefined
  await database.close()
})

async function start(triggers: EventTrigger[] = [trigger()]): Promise<TestEngine> {
  engine = await startTestEngine(database, triggers, { BASE: webhook.url, SECRET: 's3cret' })
  return engine
}

/** Inserts and makes the engine look. */
async function insert(id: number): Promise<void> {
  await database.query('INSERT INTO users VALUES ($1, $2)', [id, 'ann'])
  engine?.delivery.poke()
}

const logged = () => expect.poll(() => eventLog(database))

describe('delivery of an event (contract 6.3)', () => {
  test('sends the documented body and headers', async () => {
    await start([
      trigger({
        headers: [{ name: 'x-secret', value_from_env: 'SECRET' }],
        retry_conf: { num_retries: 3, interval_sec: 1 },
      }),
    ])
    await insert(1)
    await logged().toMatchObject([{ delivered: true, error: false, tries: 1, locked: null }])
    const [event] = await eventLog(database)
    expect(webhook.requests).toHaveLength(1)
    expect(webhook.requests[0]).toMatchObject({
      method: 'POST',
      path: '/hook',
      headers: {
        'x-secret': 's3cret',
        'content-type': 'application/json',
        'user-agent': expect.stringContaining('hasura-graphql-engine/'),
      },
    })
    expect(webhook.requests[0]?.json).toEqual({
      id: event?.id,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?$/),
      trigger: { name: 'sync' },
      table: { schema: 'public', name: 'users' },
      event: {
        op: 'INSERT',
        data: { old: null, new: { id: 1, name: 'ann', score: null, about: null } },
        session_variables: null,
        trace_context: null,
      },
      delivery_info: { current_retry: 0, max_retries: 3 },
    })
  })

  test('happens at the next interval without being poked', async () => {
    const { clock } = await start()
    await database.query('INSERT INTO users VALUES (1)')
    const pass = async () => {
      await clock.advance(POLL_MS)
      return webhook.requests.length
    }
    await expect.poll(pass).toBe(1)
  })

  test('keeps an invocation log that never holds the secret', async () => {
    webhook.reply = () => ({ status: 201, headers: { 'x-answer': 'yes' }, body: 'thanks' })
    await start([trigger({ headers: [{ name: 'x-secret', value_from_env: 'SECRET' }] })])
    await insert(1)
    await logged().toMatchObject([{ delivered: true }])
    const { rows } = await database.query<{ request: string; response: string }>(
      'SELECT trigger_name, event_id, status, request, response FROM hdb_catalog.event_invocation_logs',
    )
    expect(rows).toMatchObject([
      { trigger_name: 'sync', event_id: (await eventLog(database))[0]?.id, status: 201 },
    ])
    expect(JSON.parse(rows[0]?.request ?? '')).toMatchObject({
      payload: { trigger: { name: 'sync' } },
      headers: expect.arrayContaining([{ name: 'x-secret', value_from_env: 'SECRET' }]),
      version: '2',
    })
    expect(JSON.parse(rows[0]?.response ?? '')).toMatchObject({
      type: 'webhook_response',
      data: {
        status: 201,
        body: 'thanks',
        headers: expect.arrayContaining([{ name: 'x-answer', value: 'yes' }]),
      },
    })
    expect(JSON.stringify(rows)).not.toContain('s3cret')
  })

  test('delivers many at once, each exactly once', async () => {
    await start()
    await database.query('INSERT INTO users SELECT generate_series(1, 300)')
    engine?.delivery.poke()
    await expect
      .poll(async () => (await eventLog(database)).filter(({ delivered }) => delivered).length)
      .toBe(300)
    expect(webhook.requests).toHaveLength(300)
  })
})

describe('a delivery that fails (contract 6.4)', () => {
  test.each([[400], [404], [500], [301]])(
    'with status %i is over when there are no retries',
    async (status) => {
      webhook.reply = () => ({ status })
      await start()
      await insert(1)
      await logged().toMatchObject([{ delivered: false, error: true, tries: 1, locked: null }])
    },
  )

  test('is tried again after the interval, as often as configured', async () => {
    webhook.reply = () => ({ status: 500 })
    const { clock } = await start([trigger({ retry_conf: { num_retries: 2, interval_sec: 10 } })])
    await insert(1)
    await logged().toMatchObject([{ tries: 1, error: false, locked: null }])
    await clock.advance(9_999)
    expect(webhook.requests).toHaveLength(1)
    for (const tries of [2, 3]) {
      const pass = async () => {
        await clock.advance(POLL_MS)
        return webhook.requests.length
      }
      await expect.poll(pass).toBe(tries)
      await logged().toMatchObject([{ tries, error: tries === 3 }])
    }
    expect(webhook.requests.map(({ json }) => json)).toMatchObject(
      [0, 1, 2].map((current_retry) => ({ delivery_info: { current_retry, max_retries: 2 } })),
    )
  })

  test('waits as long as Retry-After says, even when the retries are used up', async () => {
    webhook.reply = () => ({ status: 503, headers: { 'retry-after': '3600' } })
    const { clock } = await start()
    await insert(1)
    await logged().toMatchObject([{ tries: 1, error: false, locked: null }])
    await clock.advance(3_599_000)
    expect(webhook.requests).toHaveLength(1)
    webhook.reply = () => ({})
    const pass = async () => {
      await clock.advance(POLL_MS)
      return webhook.requests.length
    }
    await expect.poll(pass).toBe(2)
    await logged().toMatchObject([{ delivered: true, tries: 2 }])
  })

  test.each(['0', '-1', 'soon', 'Wed, 21 Oct 2026 07:28:00 GMT'])(
    'pays no attention to Retry-After: %s',
    async (value) => {
      webhook.reply = () => ({ status: 503, headers: { 'retry-after': value } })
      await start()
      await insert(1)
      await logged().toMatchObject([{ error: true, tries: 1 }])
    },
  )

  test('counts no answer in time as a failure, logged without a status', async () => {
    webhook.reply = () => ({ delayMs: Number.POSITIVE_INFINITY })
    await start([trigger({ retry_conf: { num_retries: 0, interval_sec: 1, timeout_sec: 1 } })])
    await insert(1)
    await expect.poll(() => eventLog(database)).toMatchObject([{ error: true, tries: 1 }])
    const { rows } = await database.query<{ status: unknown; response: string }>(
      'SELECT status, response FROM hdb_catalog.event_invocation_logs',
    )
    expect(rows[0]?.status).toBeNull()
    expect(JSON.parse(rows[0]?.response ?? '')).toMatchObject({
      type: 'client_error',
      data: { message: expect.stringContaining('timeout') },
    })
  })

  test('counts a webhook that is not there as a failure', async () => {
    await start()
    await webhook.close()
    await insert(1)
    await logged().toMatchObject([{ error: true, tries: 1 }])
  })

  test('does not keep other events waiting', async () => {
    const hangs = (json: unknown) => JSON.stringify(json).includes('"new":{"id":1,')
    webhook.reply = ({ json }) => (hangs(json) ? { delayMs: Number.POSITIVE_INFINITY } : {})
    await start()
    await insert(1)
    await insert(2)
    await logged().toMatchObject([{ delivered: false }, { delivered: true }])
  })
})

describe('transforms of an event trigger', () => {
  test('rewrite the request', async () => {
    const template = '{"id": {{$body.event.data.new.id}}, "op": "{{$body.event.op}}"}'
    await start([
      trigger({
        request_transform: { version: 2, url: '{{$base_url}}/x', body: { action: 'transform', template } },
      }),
    ])
    await insert(1)
    await logged().toMatchObject([{ delivered: true }])
    expect(webhook.requests).toMatchObject([{ path: '/hook/x', json: { id: 1, op: 'INSERT' } }])
  })

  test('that fail are failed attempts with the reason in the log', async () => {
    await start([
      trigger({
        request_transform: { version: 2, body: { action: 'transform', template: '{{$body.nope}}' } },
      }),
    ])
    await insert(1)
    await logged().toMatchObject([{ error: true, tries: 1 }])
    expect(webhook.requests).toEqual([])
    const { rows } = await database.query('SELECT response FROM hdb_catalog.event_invocation_logs')
    expect(JSON.stringify(rows)).toContain('Request Transformation Failed')
  })
})

describe('an event of a trigger that the metadata does not have', () => {
  test('is left for later and named in the log', async () => {
    const { messages } = await start()
    await database.query("SELECT hdb_catalog.insert_event_log('public', 'users', 'unknown', 'MANUAL', '{}')")
    engine?.delivery.poke()
    await logged().toMatchObject([{ delivered: false, error: false, locked: null, tries: 0 }])
    await expect.poll(() => messages).toEqual([expect.stringContaining('"unknown"')])
  })
})
