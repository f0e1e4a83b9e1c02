import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Browser, createBrowser, readSession, startSignIn } from '../../dev/demo/browser.js'
import { approveAs } from '../../dev/github/approve-as.js'
import { pickPort } from '../../dev/stack/pick-port.js'
import { secret } from '../support/test-env.js'
import { startTestStack, type TestStack } from '../support/test-stack.js'

let stack: TestStack
/** Deployments of production, all under the address of the first, and previews with addresses of their own. */
let productions: Record<'accepting' | 'signing' | 'old', string>
let previews: Record<'accepting' | 'signing', string>

beforeAll(async () => {
  const next = secret()
  const acceptingPort = await pickPort(0, [])
  const signingPort = await pickPort(0, [acceptingPort])
  const [accepting, signing] = [`http://127.0.0.1:${acceptingPort}`, `http://127.0.0.1:${signingPort}`]
  const PREVIEW_ORIGINS = `${accepting} ${signing}`
  stack = await startTestStack({ env: { PREVIEW_ORIGINS, AUTH_SECRETS_ACCEPTED: next } })
  const { AUTH_URL = '', AUTH_SECRET: old = '' } = stack.environment.functions
  const signs = { AUTH_SECRET: next, AUTH_SECRETS_ACCEPTED: `${next},${old}` }
  const [signingProduction, oldProduction] = await Promise.all([
    stack.addHost({ AUTH_URL, PREVIEW_ORIGINS, ...signs }),
    stack.addHost({ AUTH_URL, PREVIEW_ORIGINS }),
    stack.addHost({ AUTH_CANONICAL_URL: AUTH_URL, AUTH_SECRETS_ACCEPTED: next }, acceptingPort),
    stack.addHost({ AUTH_CANONICAL_URL: AUTH_URL, ...signs }, signingPort),
  ])
  productions = { accepting: AUTH_URL, signing: signingProduction.url, old: oldProduction.url }
  previews = { accepting, signing }
})

beforeEach(() => stack.reset())

afterAll(() => stack?.close())

const sessionSchema = z.object({ sessionId: z.string(), user: z.object({ login: z.literal('ada') }) })

/** Starts at a preview, and gives GitHub's callback as it comes to one of the productions. */
async function begin(browser: Browser, preview: string, production: string): Promise<string> {
  const callback = await approveAs(await startSignIn(browser, preview, '/here'), 'ada')
  return callback.replace(productions.accepting, production)
}

/** Comes from production, which sends the browser on, and ends at the preview. */
async function finish(browser: Browser, callback: string, preview: string): Promise<string> {
  const bounced = await browser.navigate(callback)
  const location = bounced.headers.get('location') ?? ''
  expect([bounced.status, new URL(location).origin]).toEqual([303, preview])
  const finished = await browser.navigate(location)
  expect([finished.status, finished.headers.get('location')]).toEqual([303, '/here'])
  return sessionSchema.parse(await readSession(browser, preview)).sessionId
}

describe('a preview on another phase of a rotation than production', () => {
  it.each([
    ['accepting', 'signing'],
    ['signing', 'accepting'],
    ['signing', 'signing'],
  ] as const)(
    'R-06k signs in while it is %s and production is %s, and each reads the session',
    async (at, through) => {
      const browser = createBrowser()
      const callback = await begin(browser, previews[at], productions[through])
      const sessionId = await finish(browser, callback, previews[at])
      for (const host of [previews.signing, previews.accepting, productions.signing, productions.accepting]) {
        expect(await readSession(browser, host)).toMatchObject({ sessionId })
        browser.cookies.delete('gha-access')
        expect(await readSession(browser, host)).toMatchObject({ sessionId })
      }
    },
  )

  it('R-06k keeps a sign-in whose state production cannot read yet', async () => {
    const browser = createBrowser()
    const callback = await begin(browser, previews.signing, productions.old)
    const answer = await browser.navigate(callback, { accept: 'application/json' })
    expect([answer.status, await answer.json()]).toMatchObject([503, { error: { code: 'unknown-key' } }])
    await finish(browser, callback.replace(productions.old, productions.accepting), previews.signing)
  })
})
