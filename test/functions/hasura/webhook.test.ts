import { describe, expect, test } from 'vitest'
import { requireWebhookSecret } from '../../../functions/hasura/webhook.js'
import { callAction, deliver } from '../../support/call-webhook.js'
import { fakeWorld } from '../../support/fake-world.js'
import { secret } from '../../support/test-env.js'

const right = secret()
const accept = (...accepted: string[]) => ({ variable: 'ACTION_SECRET' as const, accepted })
const from = (headers: [string, string][]) => new Request('https://app.example', { method: 'POST', headers })

describe('requireWebhookSecret()', () => {
  test('lets the right secret in, whatever the case of the header name', () => {
    expect(() => requireWebhookSecret(from([['X-Webhook-Secret', right]]), accept(right))).not.toThrow()
  })

  test('S-HOOK-04 lets the previous secret in while it is replaced', () => {
    expect(() =>
      requireWebhookSecret(from([['x-webhook-secret', right]]), accept(secret(), right)),
    ).not.toThrow()
  })

  test.each<[string, [string, string][]]>([
    ['missing', []],
    ['empty', [['x-webhook-secret', '']]],
    ['wrong', [['x-webhook-secret', secret()]]],
    ['in upper case', [['x-webhook-secret', right.toUpperCase()]]],
    ['cut short', [['x-webhook-secret', right.slice(0, -1)]]],
    ['too long', [['x-webhook-secret', `${right}x`]]],
    [
      'doubled',
      [
        ['x-webhook-secret', right],
        ['x-webhook-secret', right],
      ],
    ],
    ['under a name with underscores', [['x_webhook_secret', right]]],
    [
      'S-HOOK-12 from a browser',
      [
        ['x-webhook-secret', right],
        ['origin', 'https://app.example'],
      ],
    ],
  ])('S-HOOK-01 S-HOOK-03 S-CVE-31 refuses a secret that is %s', (_name, headers) => {
    expect(() => requireWebhookSecret(from(headers), accept(right))).toThrow(
      expect.objectContaining({ status: 401 }),
    )
  })

  test.each<[[string, string][], string]>([
    [[], 'x-webhook-secret is missing: Hasura sends ACTION_SECRET in it'],
    [
      [['x-webhook-secret', secret()]],
      'x-webhook-secret is not ACTION_SECRET: it must be the same for Hasura and the functions',
    ],
    [
      [
        ['x-webhook-secret', right],
        ['origin', 'https://app.example'],
      ],
      'x-webhook-secret comes from a browser',
    ],
  ])('S-HOOK-01 tells the log what is wrong, by the variable: %#', (headers, reason) => {
    expect(() => requireWebhookSecret(from(headers), accept(right))).toThrow(
      expect.objectContaining({ reason }),
    )
  })

  test('S-HOOK-02 lets nobody in where no secret is configured', () => {
    for (const given of ['', 'undefined', 'null']) {
      expect(() => requireWebhookSecret(from([['x-webhook-secret', given]]), accept())).toThrow()
      expect(() => requireWebhookSecret(from([['x-webhook-secret', given]]), accept(''))).toThrow()
    }
  })

  test('S-HOOK-01 answers before the body is read, always with the same body', async () => {
    const world = fakeWorld()
    const answers = await Promise.all(
      ['', 'wrong', world.deps.config.eventSecrets[0] ?? ''].map((given) =>
        callAction(world, 'login', { payload: '{ not json', headers: { 'x-webhook-secret': given } }),
      ),
    )
    const bodies = await Promise.all(answers.map((answer) => answer.text()))
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401])
    expect(new Set(bodies).size).toBe(1)
  })

  test('S-HOOK-04 takes the secret of Actions for no event', async () => {
    const world = fakeWorld()
    const headers = { 'x-webhook-secret': world.deps.config.actionSecrets[0] ?? '' }
    expect((await deliver(world, 'sync_user', '{}', headers)).status).toBe(401)
  })
})
