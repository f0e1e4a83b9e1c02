import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { signIn } from '../../dev/demo/graphql-flow.js'
import { count } from '../../dev/stack/count.js'
import { startTestStack, type TestStack } from '../support/test-stack.js'

let stack: TestStack

beforeAll(async () => {
  stack = await startTestStack()
})

beforeEach(() => stack.reset())

afterAll(() => stack?.close())

const deadline = { interval: 50 }

async function userRow(id: string): Promise<Record<string, unknown>> {
  const columns = 'email, synced_at is not null as synced, sync_error'
  const { rows } = await stack.database.query(`select ${columns} from users where id = $1`, [id])
  return rows[0] ?? {}
}

describe('the event trigger', () => {
  it('sync_user brings the verified primary e-mail address after a sign-in', async () => {
    const { userId } = await signIn(stack.flow, 'ada')
    const synced = { email: 'ada@example.com', synced: true, sync_error: null }
    await expect.poll(() => userRow(userId), deadline).toEqual(synced)
  })

  it('S-GH-07 sync_user takes no address that is not primary and verified', async () => {
    stack.github.changePerson('cleo', {
      emails: [
        { email: 'ada@example.com', primary: true, verified: false, visibility: 'public' },
        { email: 'cleo@example.com', primary: false, verified: true, visibility: null },
      ],
    })
    const { userId } = await signIn(stack.flow, 'cleo')
    await expect
      .poll(() => userRow(userId), deadline)
      .toEqual({ email: null, synced: true, sync_error: null })
  })

  it('sync_user records that a person revoked the application, and is not tried again', async () => {
    stack.gate.hold('/api/events')
    const { userId } = await signIn(stack.flow, 'ben')
    stack.github.revokeTokens('ben')
    stack.gate.open()
    await expect.poll(async () => (await userRow(userId))['sync_error'], deadline).toEqual(expect.any(String))
    await expect.poll(() => count(stack.database, 'github_tokens', `user_id = '${userId}'`), deadline).toBe(0)
  })

  it('S-GH-09 keeps no GitHub token in clear text', async () => {
    await signIn(stack.flow, 'ada')
    const { rows } = await stack.database.query('select * from github_tokens')
    expect(rows.length).toBeGreaterThan(0)
    expect(JSON.stringify(rows)).not.toMatch(/gh[oupsr]_/)
  })
})

describe('the webhooks', () => {
  const payload = { method: 'POST', body: '{}' }

  it('S-HOOK-01 answer 401 with one body without their secret, with a wrong, empty or doubled one', async () => {
    const { ACTION_SECRET: actionSecret = '', EVENT_SECRET: eventSecret = '' } = stack.environment.functions
    for (const [path, secret, other] of [
      ['/api/actions/login', actionSecret, eventSecret],
      ['/api/events/sync_user', eventSecret, actionSecret],
    ] as const) {
      const wrong: [string, string][][] = [
        [],
        [['x-webhook-secret', '']],
        [['x-webhook-secret', other]],
        [['x-webhook-secret', secret.slice(1)]],
        [['x-webhook-secret', `${secret}x`]],
        [
          ['x-webhook-secret', secret],
          ['x-webhook-secret', secret],
        ],
      ]
      const answers = await Promise.all(
        wrong.map(async (headers) => {
          const response = await fetch(`${stack.urls.app}${path}`, {
            ...payload,
            headers: [['content-type', 'application/json'], ...headers],
          })
          return `${response.status} ${await response.text()}`
        }),
      )
      expect(new Set(answers).size).toBe(1)
      expect(answers[0]).toMatch(/^401 /)
    }
  })

  it('S-HOOK-06 refuse the payload of another trigger', async () => {
    const response = await fetch(`${stack.urls.app}/api/events/sync_user?trigger=purge_expired`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-webhook-secret': stack.environment.functions['EVENT_SECRET'] ?? '',
      },
      body: JSON.stringify({ id: 'x', name: 'purge_expired', scheduled_time: new Date().toISOString() }),
    })
    expect(response.status).toBe(400)
  })
})

describe('logs', () => {
  it('S-LOG-01 hold no secret and no token of all that happened here', () => {
    const text = stack.lines.join('\n')
    expect(text).toContain('signed-in')
    for (const [name, secret] of Object.entries(stack.secrets)) {
      if (name !== 'githubClientId') expect([name, text.includes(secret)]).toEqual([name, false])
    }
    expect(text).not.toMatch(/gho_|eyJ[\w-]{20,}\./)
  })
})
