import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyText, fewRuns, headerText } from '../../engine/test/support/odd-texts.js'
import { finishSignIn } from '../../functions/sign-in/finish.js'
import { BrowserJar } from '../support/browser-jar.js'
import { callAction } from '../support/call-webhook.js'
import { callbackPath, startAndApprove } from '../support/sign-in-flow.js'
import { answeringWorld } from './support.js'

/** Answers as no documentation has them: any status, any type, any body. */
const answer = fc
  .record({
    status: fc.constantFrom(200, 200, 201, 301, 400, 401, 403, 404, 422, 429, 500, 502),
    type: fc.constantFrom('application/json', 'text/html', 'application/x-www-form-urlencoded'),
    retryAfter: headerText,
    body: fc.oneof(fc.json(), anyText),
  })
  .map(({ status, type, retryAfter, body }) => () => {
    const headers = { 'content-type': type, 'retry-after': retryAfter }
    return new Response(body.toWellFormed(), { status, headers })
  })

/** A sign-in ends with a refusal that has a code of ours, and opens no session. */
async function expectNoSession(response: Response, jar: BrowserJar): Promise<void> {
  const body = (await response.json()) as { error?: { code?: string } }
  expect(response.status).toBeGreaterThanOrEqual(400)
  expect(body.error?.code).toMatch(/^(?!internal)[a-z-]+$/)
  expect([...jar.cookies.keys()]).toEqual([])
}

describe('a GitHub that answers anything', () => {
  test.each(['POST /login/oauth/access_token', 'GET /user'])(
    'S-GH-02 opens no session and makes no mistake of ours: %s',
    async (route) => {
      const world = answeringWorld()
      await fc.assert(
        fc.asyncProperty(answer, async (respond) => {
          world.github.on(route, respond)
          const jar = new BrowserJar(world)
          const response = await jar.visit(finishSignIn, callbackPath(await startAndApprove(world, jar)))
          await expectNoSession(response, jar)
        }),
        fewRuns,
      )
    },
  )

  test('S-GH-02 profiles with a field of any kind open a session of that id or none', async () => {
    const world = answeringWorld()
    const usual = world.github.profile as object
    const field = fc.tuple(fc.constantFrom('id', 'login', 'name', 'avatar_url', 'type'), fc.jsonValue())
    await fc.assert(
      fc.asyncProperty(field, async ([name, value]) => {
        world.github.profile = { ...usual, [name]: value }
        const jar = new BrowserJar(world)
        const response = await jar.visit(finishSignIn, callbackPath(await startAndApprove(world, jar)))
        expect([303, 403, 502]).toContain(response.status)
      }),
      fewRuns,
    )
  })

  test('S-GH-02 a device gets a code of ours', async () => {
    const world = answeringWorld()
    await fc.assert(
      fc.asyncProperty(answer, async (respond) => {
        world.github.on('POST /login/device/code', respond)
        const response = await callAction(world, 'startDeviceLogin')
        const body = (await response.json()) as { extensions?: { code?: string } }
        expect([response.status >= 400, body.extensions?.code]).toEqual([
          true,
          expect.stringMatching(/^(?!internal)/),
        ])
      }),
      fewRuns,
    )
  })
})

describe('a Hasura that answers anything', () => {
  test('S-ERR-02 opens no session and makes no mistake of ours', async () => {
    const world = answeringWorld()
    await fc.assert(
      fc.asyncProperty(answer, async (respond) => {
        world.hasura.always(respond)
        const jar = new BrowserJar(world)
        const response = await jar.visit(finishSignIn, callbackPath(await startAndApprove(world, jar)))
        await expectNoSession(response, jar)
      }),
      fewRuns,
    )
  })

  test('S-ERR-02 with data of any kind gives no token at a refresh', async () => {
    const world = answeringWorld()
    const refreshToken = world.deps.refreshTokens.mint({ sessionId: crypto.randomUUID(), generation: 1 })
    const data = fc.oneof(
      fc.jsonValue(),
      fc.record({
        update_sessions: fc.oneof(fc.jsonValue(), fc.record({ returning: fc.array(fc.jsonValue()) })),
      }),
    )
    await fc.assert(
      fc.asyncProperty(data, async (content) => {
        world.hasura.always(() => content)
        const response = await callAction(world, 'refreshSession', { input: { refreshToken } })
        const body = (await response.json()) as { extensions?: { code?: string } }
        expect([response.status, body.extensions?.code]).toEqual([400, 'hasura-unavailable'])
      }),
      fewRuns,
    )
  })
})
