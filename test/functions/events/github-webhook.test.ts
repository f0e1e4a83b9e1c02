import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { answerGithubWebhook } from '../../../functions/events/github-webhook.js'
import { eventFailure } from '../../../functions/http/failures.js'
import { handle } from '../../../functions/http/handle.js'
import { requestMembers } from '../../../functions/sync/request-members.js'
import { type FakeWorld, fakeWorld } from '../../support/fake-world.js'
import { secret } from '../../support/test-env.js'

const webhookSecret = secret()
const previousSecret = secret()

function webhookWorld(): FakeWorld {
  const world = fakeWorld({
    GITHUB_WEBHOOK_SECRET: webhookSecret,
    GITHUB_WEBHOOK_SECRET_PREVIOUS: previousSecret,
  })
  world.hasura
    .on('RequestSync', () => ({ update_users: { affected_rows: 1 } }))
    .on('RequestMemberSyncs', ({ after }) => ({
      request_member_syncs: [
        after === '' ? { people: 1000, last_id: '2000' } : { people: 7, last_id: '2007' },
      ],
    }))
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
  test.each<[string, unknown, string]>([
    ['github_app_authorization', { action: 'revoked', sender: { id: 1001 } }, '1001'],
    ['organization', removed, '1001'],
    ['organization', { ...removed, action: 'member_added' }, '1001'],
    ['membership', { action: 'removed', member: { id: 1001 }, team: {} }, '1001'],
  ])('asks for a sync on %s', async (event, payload, userId) => {
    const world = webhookWorld()
    const response = await send(world, event, payload)
    expect([response.status, await response.json()]).toEqual([202, { requested: 1 }])
    expect(world.hasura.operations[0]?.variables).toEqual({ userId, now: '2026-03-01T12:00:00.000Z' })
    expect(world.calls).toHaveLength(1)
  })

  const team = { action: 'deleted', team: { slug: 'core' } }

  test('asks for a sync of everybody with a role of GitHub on team, a thousand at a time', async () => {
    const world = webhookWorld()
    const response = await send(world, 'team', team)
    expect([response.status, await response.json()]).toEqual([202, { requested: 1007, more: false }])
    expect(world.hasura.operations.map(({ variables }) => variables)).toEqual([
      { after: '', batch: 1000 },
      { after: '2000', batch: 1000 },
    ])
  })

  test('asks no more of them than it has time for, and says so', async () => {
    const { deps } = webhookWorld()
    const asked = await requestMembers({ ...deps, budget: { leftMs: () => 1, fits: () => false } })
    expect(asked).toEqual({ requested: 1000, more: true })
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
