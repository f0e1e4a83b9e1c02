import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyText, headerText, someRuns } from '../../engine/test/support/odd-texts.js'
import { callAction, deliver } from '../support/call-webhook.js'
import { answeringWorld, expectRefusalOrAnswer } from './support.js'

const world = answeringWorld()
const actions = [
  'startLogin',
  'login',
  'startDeviceLogin',
  'loginWithDevice',
  'loginWithGithubActions',
  'refreshSession',
  'logout',
]
const triggers = ['sync_user', 'purge_expired', 'resync_users', 'unknown']

const fields = ['code', 'state', 'codeVerifier', 'iss', 'deviceCode', 'refreshToken', 'everywhere', 'idToken']
const input = fc.dictionary(
  fc.constantFrom(...fields, 'codeChallenge', 'redirectTo', '__proto__', 'constructor', 'x'),
  fc.oneof(anyText, fc.jsonValue(), fc.webUrl()),
)
const session = fc.dictionary(
  fc.constantFrom('x-hasura-role', 'x-hasura-user-id', 'x-hasura-session-id', 'x'),
  anyText,
)

describe('a webhook that gets anything', () => {
  test('S-HOOK-07 Actions answer or refuse every payload', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...actions),
        fc.oneof(fc.jsonValue(), anyText),
        async (name, payload) => {
          await expectRefusalOrAnswer(await callAction(world, name, { payload }))
        },
      ),
      someRuns,
    )
  })

  test('S-HOOK-07 Actions answer or refuse every input and every session', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...actions), input, session, async (name, given, variables) => {
        await expectRefusalOrAnswer(await callAction(world, name, { input: given, session: variables }))
      }),
      { ...someRuns, numRuns: 1000 },
    )
  })

  test('S-REDIR-06 startLogin sends nobody to an address that is not listed', async () => {
    const codeChallenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.webUrl(), anyText), async (redirectTo) => {
        const response = await callAction(world, 'startLogin', { input: { codeChallenge, redirectTo } })
        expect(response.status).toBe(400)
      }),
      someRuns,
    )
  })

  test('S-HOOK-07 triggers answer or refuse every payload', async () => {
    const event = fc.record({
      id: anyText,
      name: fc.constantFrom(...triggers),
      scheduled_time: anyText,
      trigger: fc.record({ name: fc.constantFrom(...triggers) }),
      table: fc.record({ schema: fc.constant('public'), name: fc.constantFrom('users', 'sessions') }),
      event: fc.record({
        op: fc.constantFrom('INSERT', 'UPDATE', 'DELETE', 'MANUAL'),
        session_variables: fc.constant(null),
        data: fc.record({
          old: fc.jsonValue(),
          new: fc.oneof(fc.jsonValue(), fc.record({ id: fc.oneof(anyText, fc.nat().map(String)) })),
        }),
      }),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...triggers),
        fc.oneof(fc.jsonValue(), anyText, event),
        async (name, payload) => {
          await expectRefusalOrAnswer(await deliver(world, name, payload))
        },
      ),
      { ...someRuns, numRuns: 1000 },
    )
  })

  test('S-HOOK-01 no header but the secret opens them', async () => {
    const before = world.calls.length
    await fc.assert(
      fc.asyncProperty(headerText, async (given) => {
        const headers = { 'x-webhook-secret': given }
        const [action, event] = [
          await callAction(world, 'logout', { headers }),
          await deliver(world, 'purge_expired', {}, headers),
        ]
        expect([action.status, event.status]).toEqual([401, 401])
      }),
      someRuns,
    )
    expect(world.calls.length).toBe(before)
  })

  test('S-HTTP-08 nesting however deep is answered or refused', async () => {
    for (const depth of [10, 1000, 8000]) {
      const payload = '['.repeat(depth) + ']'.repeat(depth)
      await expectRefusalOrAnswer(await callAction(world, 'logout', { payload }))
      await expectRefusalOrAnswer(await deliver(world, 'sync_user', payload))
    }
    const unfinished = '{"a":'.repeat(3000)
    await expectRefusalOrAnswer(await callAction(world, 'logout', { payload: unfinished }))
  })
})
