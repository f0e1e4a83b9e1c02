import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { answerGithubWebhook } from '../../../functions/events/github-webhook.js'
import { eventFailure } from '../../../functions/http/failures.js'
import { handle } from '../../../functions/http/handle.js'
import { type FakeWorld, fakeWorld } from '../../support/fake-world.js'
import { secret } from '../../support/test-env.js'

const webhookSecret = secret()
const previousSecret = secret()

function webhookWorld(): FakeWorld {
  const world = fakeWorld({
    GITHUB_WEBHOOK_SECRET: webhookSecret,
    GITHUB_WEBHOOK_SECRET_PREVIOUS: previousSecret,
  })
  world.hasura.on('RequestSync', () => ({ update_users: { affected_rows: 1 } }))
  return world
}

const sign = (body: string, key = webhookSecret) =>
  `sha256=${createHmac('sha256', key).update(body).digest('hex')}`

async function send(world: FakeWorld, event: string, payload: unknown, headers: Record<string, string> = {}) {
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload)
  const all = {
    'x-github-event': event,
    'x-hub-signature-256': sign(body),
    'content-type': 'application/json',
    ...headers,
  }
  const request = new Request('https://app.example/api/events/github', { method: 'POST', headers: all, body })
  return handle(request, { handler: answerGithubWebhook, deps: world.deps, failure: eventFailure })
}

const removed = {
  action: 'member_removed',
  membership: { user: { id: 1001 } },
  organization: { login: 'acme' },
}

describe('answerGithubWebhook()', () => {
  test.each<[string, unknown, unknown]>([
    ['github_app_authorization', { action: 'revoked', sender: { id: 1001 } }, { id: { _eq: '1001' } }],
    ['organization', removed, { id: { _eq: '1001' } }],
    ['organization', { ...removed, action: 'member_added' }, { id: { _eq: '1001' } }],
    ['membership', { action: 'removed', member: { id: 1001 }, team: {} }, { id: { _eq: '1001' } }],
    ['team', { action: 'deleted', team: { slug: 'core' } }, { github_roles: { _neq: [] } }],
  ])('asks for a sync on %s', async (event, payload, users) => {
    const world = webhookWorld()
    const response = await send(world, event, payload)
    expect([response.status, await response.json()]).toEqual([202, { requested: 1 }])
    expect(world.hasura.operations[0]?.variables).toEqual({ users, now: '2026-03-01T12:00:00.000Z' })
    expect(world.calls).toHaveLength(1)
  })

  test.each<[string, unknown]>([
    ['ping', { zen: 'x' }],
    ['push', { ref: 'refs/heads/main' }],
    ['organization', { action: 'renamed' }],
    ['organization', { action: 'member_removed', membership: {} }],
    ['membership', { action: 'removed', member: { id: '1001' } }],
    ['toString', {}],
    ['', {}],
  ])('accepts %s without effect', async (event, payload) => {
    const world = webhookWorld()
    const response = await send(world, event, payload)
    expect([response.status, await response.json()]).toEqual([202, { requested: 0 }])
    expect(world.calls).toEqual([])
  })

  test('S-HOOK-04 takes the previous secret while it is replaced', async () => {
    const body = JSON.stringify(removed)
    const headers = { 'x-hub-signature-256': sign(body, previousSecret) }
    expect((await send(webhookWorld(), 'organization', body, headers)).status).toBe(202)
  })

  const body = JSON.stringify(removed)
  test.each([
    ['no signature', ''],
    ['a signature of another secret', sign(body, secret())],
    ['a signature of another body', sign(`${body} `)],
    ['a signature without its prefix', sign(body).slice(7)],
    ['an sha1 signature', `sha1=${createHmac('sha1', webhookSecret).update(body).digest('hex')}`],
    ['a signature of another alphabet', `sha256=${'Z'.repeat(64)}`],
  ])('S-HOOK-01 S-CVE-34 refuses %s without effect', async (_name, signature) => {
    const world = webhookWorld()
    const response = await send(world, 'organization', body, { 'x-hub-signature-256': signature })
    expect(response.status).toBe(401)
    expect(world.calls).toEqual([])
  })

  test('is not there unless a secret is configured', async () => {
    const world = fakeWorld()
    expect((await send(world, 'organization', removed)).status).toBe(404)
    expect(world.calls).toEqual([])
  })

  test('S-HTTP-07 S-HTTP-08 refuses what is too large or no JSON', async () => {
    expect((await send(webhookWorld(), 'organization', 'x'.repeat(1_000_001))).status).toBe(413)
    expect((await send(webhookWorld(), 'organization', '{')).status).toBe(400)
  })

  test('S-ERR-02 answers 503 when the request for a sync cannot be written down', async () => {
    const world = webhookWorld()
    world.hasura.on('RequestSync', () => new Response('', { status: 500 }))
    expect((await send(world, 'organization', removed)).status).toBe(503)
  })
})
