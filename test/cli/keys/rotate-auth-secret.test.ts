import { beforeEach, describe, expect, test } from 'vitest'
import { rotateAuthSecret } from '../../../cli/keys/rotate-auth-secret.js'
import { parseConfig } from '../../../functions/config/parse-config.js'
import { health } from '../../../functions/http/health.js'
import { keyIdOf } from '../../../functions/seal/key-ring.js'
import { sealingKeyOf } from '../../../functions/seal/sealing-key.js'
import { createRefreshTokens } from '../../../functions/token/refresh-token.js'
import { FakeHasura } from '../../support/fake-hasura.js'
import { secret, testEnv } from '../../support/test-env.js'

type Env = Record<string, string | undefined>
type Choices = NonNullable<Parameters<typeof rotateAuthSecret>[1]>

const [production, preview] = ['https://app.example', 'https://preview.example']
const now = new Date('2026-03-01T12:00:00Z')
const longAgo = new Date('2026-01-01')

/** Deployments that say which keys they have, and a Hasura that counts stored tokens by key. */
let deployed: Map<string, Env | Response>
let hasura: FakeHasura
let asked: string[]

function storeTokens(...tokenKeys: { kid: string | null; tokens: number }[]): void {
  const sync_progress = [{ people: 9, waiting: 0, last_synced_at: null }]
  hasura.on('SyncProgress', () => ({ sync_progress, github_token_keys: tokenKeys }))
}

beforeEach(() => {
  deployed = new Map()
  hasura = new FakeHasura('https://hasura.example/v1/graphql')
  asked = []
  storeTokens()
})

const fetch: typeof globalThis.fetch = async (input, init) => {
  const request = new Request(input, init)
  const { method, url, headers, signal } = request
  asked.push(url)
  const ofHasura = await hasura.answer({ method, url, headers, body: await request.text() }, signal)
  if (ofHasura) return ofHasura
  const there = deployed.get(new URL(url).origin)
  if (there instanceof Response) return there
  if (!there) throw new TypeError('fetch failed')
  return health(request, { config: parseConfig(there) })
}

const usual = { addresses: [production, preview], signingSince: longAgo, fetch, now }
const rotate = (env: Env, choices: Choices = {}, situation: Partial<typeof usual> = {}) =>
  rotateAuthSecret({ env, ...usual, ...situation }, choices)

const printed = (text: string): Env =>
  Object.fromEntries(
    [...text.matchAll(/^([A-Z_]+)='?([^'\n]*)'?$/gm)].map(([, name = '', value]) => [name, value]),
  )

function deploy(env: Env): Env {
  for (const address of [production, preview]) deployed.set(address, env)
  return env
}

/** Does what the command says, everywhere. */
async function follow(env: Env, choices: Choices = {}): Promise<Env> {
  const { isRefused, text } = await rotate(env, choices)
  expect({ isRefused, text }).toMatchObject({ isRefused: false })
  return deploy({ ...env, ...printed(text) })
}

const ids = (env: Env) => {
  const { authSecrets, retiredKeyIds } = parseConfig(env)
  return { accepts: authSecrets.map(keyIdOf), retired: retiredKeyIds }
}

describe('npm run keys -- rotate AUTH_SECRET', () => {
  test('R-06f accepts, signs and retires, and each step can be deployed as it is printed', async () => {
    const start = deploy(testEnv())
    const [old = ''] = ids(start).accepts
    const accepting = await follow(start)
    const [, next = ''] = ids(accepting).accepts
    expect(ids(accepting)).toEqual({ accepts: [old, next], retired: [] })
    const signing = await follow(accepting)
    expect(ids(signing)).toEqual({ accepts: [next, old], retired: [] })
    const over = await follow(signing)
    expect(ids(over)).toEqual({ accepts: [next], retired: [old] })
    const overAgain = await follow(await follow(await follow(over)))
    expect(ids(overAgain)).toEqual({ accepts: [expect.not.stringMatching(next)], retired: [old, next] })
  })

  test('R-06f goes back a step when a deployment is rolled back', async () => {
    const accepting = await follow(deploy(testEnv()))
    const signing = await follow(accepting)
    expect(await follow({ ...signing, AUTH_SECRET: accepting['AUTH_SECRET'] })).toEqual(signing)
  })

  test('R-06g rotated again and again loses no secret: each stays accepted until it is retired', async () => {
    let env = deploy(testEnv({ AUTH_SECRET_PREVIOUS: secret() }))
    const made = [...parseConfig(env).authSecrets]
    for (let round = 0; round < 3; round += 1) {
      env = await follow(await follow(env, { again: true }))
      made.push(env['AUTH_SECRET'] ?? '')
      expect([...parseConfig(env).authSecrets].sort()).toEqual([...made].sort())
    }
    const tokens = createRefreshTokens(parseConfig(env).authSecrets)
    const parts = { sessionId: '0f8fad5b-d9cb-469f-a165-70867728950e', generation: 1 }
    for (const one of made) expect(tokens.read(createRefreshTokens([one]).mint(parts))).toEqual(parts)
    const { text } = await rotate(env)
    expect(text).toContain('Take AUTH_SECRET_PREVIOUS away')
    const { AUTH_SECRET_PREVIOUS: _gone, ...over } = { ...env, ...printed(text) }
    expect(ids(over).accepts).toEqual([keyIdOf(made.at(-1) ?? '')])
    expect(ids(over).retired.toSorted()).toEqual(made.slice(0, -1).map(keyIdOf).sort())
  })

  describe('does not sign', () => {
    const oddAnswers: [string, Response | undefined, string][] = [
      ['is not there', undefined, 'gives no answer (unreachable)'],
      ['is protected', new Response('no', { status: 401 }), 'answers 401'],
      ['leads elsewhere', Response.redirect('https://evil.example/'), 'answers 502'],
      ['is of version 0.1.0', Response.json({ status: 'ok' }), 'does not say which keys it has'],
      ['says nonsense', new Response('<html>'), 'gives no JSON'],
      ['says too much', new Response('x'.repeat(200_000)), 'gives no answer (too-large)'],
    ]

    test.each(oddAnswers)('R-06h while an address %s', async (_what, answer, reason) => {
      const accepting = await follow(deploy(testEnv()))
      if (answer) deployed.set(preview, answer)
      else deployed.delete(preview)
      const { isRefused, text } = await rotate(accepting)
      expect([isRefused, text]).toEqual([true, expect.stringContaining(`${preview} ${reason}`)])
      expect(text).not.toContain(production)
    })

    test('R-06h while an address does not accept the next secret, and names no secret then', async () => {
      const start = deploy(testEnv())
      const accepting = { ...start, ...printed((await rotate(start)).text) }
      deployed.set(production, accepting)
      const { isRefused, text } = await rotate(accepting)
      const [, next] = ids(accepting).accepts
      expect([isRefused, text]).toEqual([true, expect.stringContaining(`${preview} does not accept ${next}`)])
      for (const one of parseConfig(accepting).authSecrets) expect(text).not.toContain(one)
    })

    test('R-06h without an address to ask; --force does, and says what it risks', async () => {
      const accepting = await follow(deploy(testEnv()))
      const refused = await rotate(accepting, {}, { addresses: [] })
      expect([refused.isRefused, refused.text]).toEqual([true, expect.stringContaining('--address')])
      const forced = await rotate(accepting, { force: true }, { addresses: [] })
      expect(forced.isRefused).toBe(false)
      expect(forced.text).toContain('Forced although: no deployment was asked')
      expect(forced.text).toContain('unknown-key (503)')
    })
  })

  describe('does not retire', () => {
    const signingEnv = async (different: Env = {}) => follow(await follow(deploy(testEnv(different))))

    test('R-06i before every session had its idle days since the last deployment signed with it', async () => {
      const env = await signingEnv({ SESSION_IDLE_DAYS: '10' })
      const on = (day: string) =>
        rotate(env, {}, { signingSince: new Date('2026-02-01'), now: new Date(day) })
      const early = await on('2026-02-11T23:59:59Z')
      expect([early.isRefused, early.text]).toEqual([
        true,
        expect.stringContaining('until 2026-02-12T00:00:00.000Z'),
      ])
      expect(await on('2026-02-12T00:00:00Z')).toMatchObject({ isRefused: false })
      const { signingSince: _unknown, ...unknown } = { ...usual, env }
      const { isRefused, text } = await rotateAuthSecret(unknown, {})
      expect([isRefused, text]).toEqual([true, expect.stringContaining('--signing-since')])
    })

    test('R-06i while an address still signs with an earlier one', async () => {
      const accepting = await follow(deploy(testEnv()))
      const signing = await follow(accepting)
      deployed.set(preview, accepting)
      const { isRefused, text } = await rotate(signing)
      expect([isRefused, text]).toEqual([true, expect.stringContaining(`${preview} signs with`)])
    })

    test('R-06i while a stored GitHub token needs it, also one that version 0.1.0 sealed', async () => {
      const env = await signingEnv()
      const [current = '', old = ''] = parseConfig(env).authSecrets
      const { formerId } = sealingKeyOf(old, 'github-token')
      const harmless = [current, secret()].map((one) => ({ kid: keyIdOf(one), tokens: 7 }))
      for (const kid of [keyIdOf(old), formerId]) {
        storeTokens(...harmless, { kid, tokens: 5 }, { kid: null, tokens: 1 })
        const { isRefused, text } = await rotate(env)
        expect([isRefused, text]).toEqual([true, expect.stringContaining('secret are stored: 5.')])
      }
      storeTokens(...harmless, { kid: null, tokens: 1 })
      expect(await rotate(env)).toMatchObject({ isRefused: false })
    })

    test('R-06i when stored tokens cannot be counted; --force does, and says what it risks', async () => {
      const { AUTH_SECRET, AUTH_SECRETS_ACCEPTED, ...env } = await signingEnv()
      const few = await rotate({ AUTH_SECRET, AUTH_SECRETS_ACCEPTED })
      expect([few.isRefused, few.text]).toEqual([
        true,
        expect.stringContaining('not counted: that needs every variable'),
      ])
      hasura.always(() => new Response('', { status: 500 }))
      const away = await rotate({ AUTH_SECRET, AUTH_SECRETS_ACCEPTED, ...env })
      expect([away.isRefused, away.text]).toEqual([
        true,
        expect.stringContaining('not counted: Hasura gave no'),
      ])
      const forced = await rotate({ AUTH_SECRET, AUTH_SECRETS_ACCEPTED }, { force: true })
      expect([forced.isRefused, forced.text]).toEqual([false, expect.stringContaining('is signed out')])
    })
  })

  test.each([
    ['AUTH_SECRETS_ACCEPTED does not name AUTH_SECRET', { AUTH_SECRETS_ACCEPTED: secret() }],
    ['AUTH_SECRETS_ACCEPTED has less than 32 random bytes', { AUTH_SECRETS_ACCEPTED: 'abcdefghijklmn' }],
    ['AUTH_SECRET has a comma or a space', { AUTH_SECRET: `${secret()},${secret()}` }],
    ['AUTH_SECRET has a bracket, a quote or a semicolon', { AUTH_SECRET: `[${secret()}` }],
    ['AUTH_SECRET has a bracket, a quote or a semicolon', { AUTH_SECRET: `${secret()};${secret()}` }],
    ['AUTH_SECRET is not set', { AUTH_SECRET: undefined }],
  ])('says %s, and no value', async (sentence, different) => {
    const error = await rotate(testEnv(different)).catch((thrown: unknown) => thrown)
    expect(String(error)).toContain(sentence)
    for (const value of Object.values(different)) expect(String(error)).not.toContain(value ?? 'undefined')
    expect(asked).toEqual([])
  })
})
