import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { count } from '../../dev/stack/count.js'
import { memberOf, type SyncStack, startSyncStack, storedRow } from '../support/sync-stack.js'
import { secret } from '../support/test-env.js'
import { waitForEvents } from '../support/wait-for-events.js'

const webhookSecret = secret()
let stack: SyncStack
let userId: string

beforeAll(async () => {
  stack = await startSyncStack({ env: { GITHUB_WEBHOOK_SECRET: webhookSecret } })
})

afterAll(() => stack?.close())

beforeEach(async () => {
  await stack.reset()
  userId = (await stack.signIn('ada')).userId
  await waitForEvents(stack.database)
})

interface Sending {
  app?: string
  signature?: string
}

function send(event: string, payload: unknown, { app = stack.urls.app, signature }: Sending = {}) {
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload)
  const signed = `sha256=${createHmac('sha256', webhookSecret).update(body).digest('hex')}`
  const headers = {
    'content-type': 'application/json',
    'x-github-event': event,
    'x-github-delivery': '00000000-0000-4000-8000-000000000000',
    'x-hub-signature-256': signature ?? signed,
  }
  return fetch(`${app}/api/events/github`, { method: 'POST', headers, body })
}

const removed = () => ({ action: 'member_removed', membership: { user: { id: Number(userId) } } })
const sessions = () => count(stack.database, 'sessions', `user_id = '${userId}'`)
const events = () => count(stack.database, 'hdb_catalog.event_log')

describe('the webhook of GitHub', () => {
  it('S-GH-14 ends the sessions of somebody who was removed, through the event trigger', async () => {
    stack.github.changePerson('ada', { memberships: [] })
    const answer = await send('organization', removed())
    expect([answer.status, await answer.json()]).toEqual([202, { requested: 1 }])
    await waitForEvents(stack.database)
    expect(await sessions()).toBe(0)
  })

  it('takes a role away from somebody who left a team', async () => {
    stack.github.changePerson('ada', { memberships: [memberOf('acme')] })
    expect((await send('membership', { action: 'removed', member: { id: Number(userId) } })).status).toBe(202)
    await waitForEvents(stack.database)
    expect(await storedRow(stack, userId)).toMatchObject({ roles: ['user manual'] })
    expect(await sessions()).toBeGreaterThan(0)
  })

  it('asks about everybody with a role when a team is deleted', async () => {
    const { userId: ben } = await stack.signIn('ben')
    await waitForEvents(stack.database)
    for (const login of ['ada', 'ben']) stack.github.changePerson(login, { memberships: [memberOf('acme')] })
    expect(await (await send('team', { action: 'deleted', team: { slug: 'core' } })).json()).toEqual({
      requested: 2,
      more: false,
    })
    await waitForEvents(stack.database)
    for (const id of [userId, ben]) expect(await storedRow(stack, id)).toMatchObject({ github_roles: [] })
  })

  it('S-GH-15 ends the grant that a person revoked', async () => {
    stack.github.revokeTokens('ada')
    const payload = { action: 'revoked', sender: { id: Number(userId) } }
    expect((await send('github_app_authorization', payload)).status).toBe(202)
    await waitForEvents(stack.database)
    expect([await sessions(), await count(stack.database, 'github_tokens', `user_id = '${userId}'`)]).toEqual(
      [0, 0],
    )
  })

  it('believes nothing of what is written in it', async () => {
    expect((await send('organization', removed())).status).toBe(202)
    await waitForEvents(stack.database)
    expect(await sessions()).toBeGreaterThan(0)
  })

  it.each<[number, string, () => Promise<Response>]>([
    [
      401,
      'another signature',
      () => send('organization', removed(), { signature: `sha256=${'0'.repeat(64)}` }),
    ],
    [401, 'no signature', () => send('organization', removed(), { signature: '' })],
    [400, 'no JSON', () => send('organization', '{')],
    [413, 'too much', () => send('organization', 'x'.repeat(1_000_001))],
    [202, 'an event of no interest', () => send('push', { ref: 'refs/heads/main' })],
    [202, 'somebody unknown', () => send('membership', { action: 'removed', member: { id: 77 } })],
  ])('S-HOOK-01 S-HTTP-07 answers %i to %s, without effect', async (status, _name, call) => {
    const before = await events()
    expect((await call()).status).toBe(status)
    expect(await events()).toBe(before)
  })

  it('is not there unless a secret is configured', async () => {
    const usual = await stack.addHost()
    const before = await events()
    expect((await send('organization', removed(), { app: usual.url })).status).toBe(404)
    expect(await events()).toBe(before)
  })
})
