import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyText, damaged, fewRuns, headerText, someRuns } from '../../engine/test/support/odd-texts.js'
import type { Handler } from '../../functions/deps.js'
import { browserFailure } from '../../functions/http/failures.js'
import { handle } from '../../functions/http/handle.js'
import { signInFromClient } from '../../functions/next-auth/sign-in.js'
import { signOutFromClient } from '../../functions/next-auth/sign-out.js'
import { takeLog } from '../../functions/next-auth/take-log.js'
import { readSession } from '../../functions/session/read.js'
import { signOut } from '../../functions/session/sign-out.js'
import { finishSignIn } from '../../functions/sign-in/finish.js'
import { safeReturnTo } from '../../functions/sign-in/return-to.js'
import { startSignIn } from '../../functions/sign-in/start.js'
import { BrowserJar } from '../support/browser-jar.js'
import { startAndApprove } from '../support/sign-in-flow.js'
import { answeringWorld, expectRefusalOrAnswer } from './support.js'

const world = answeringWorld()
const origin = world.deps.config.authUrl

function ask(handler: Handler, path: string, init: RequestInit = {}): Promise<Response> {
  const request = new Request(new URL(path, origin), init)
  return handle(request, { handler, deps: world.deps, failure: browserFailure })
}

/** A query as it stands in an address: text that nobody encoded, too. */
const rawQuery = fc.oneof(
  anyText.map((text) => `?${text}`),
  fc
    .array(fc.tuple(fc.constantFrom('code', 'state', 'error', 'iss', 'returnTo', '__proto__', 'x'), anyText))
    .map((pairs) => `?${pairs.map((pair) => pair.map(encode).join('=')).join('&')}`),
)

function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}

const cookieNames = ['__Host-gha-transaction', '__Host-gha-refresh', '__Host-gha-access', 'gha-refresh', 'x']
const cookies = fc.oneof(
  headerText,
  fc
    .array(fc.tuple(fc.constantFrom(...cookieNames), headerText))
    .map((pairs) => pairs.map((pair) => pair.join('=')).join('; ')),
)

describe('a browser that sends anything', () => {
  test('S-COOKIE-04 cookies of any kind mean nobody is signed in', async () => {
    await fc.assert(
      fc.asyncProperty(cookies, async (cookie) => {
        const response = await ask(readSession, '/api/auth/session', { headers: { cookie } })
        expect([response.status, await response.json()]).toEqual([200, null])
      }),
      someRuns,
    )
    expect(world.calls).toEqual([])
  })

  test('S-COOKIE-04 R-09a cookies of any kind sign out, or are refused and kept', async () => {
    await fc.assert(
      fc.asyncProperty(cookies, async (cookie) => {
        const headers = { cookie, origin, 'content-type': 'application/json' }
        const response = await ask(signOut, '/api/auth/signout', { method: 'POST', headers, body: '{}' })
        const isKept = response.status === 400 && response.headers.getSetCookie().length === 0
        expect(isKept || response.status === 200).toBe(true)
      }),
      fewRuns,
    )
  })

  test('S-HTTP-08 a body of any kind signs out or is refused', async () => {
    const body = fc.oneof(
      anyText,
      fc.json(),
      fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('latin1')),
    )
    await fc.assert(
      fc.asyncProperty(body, headerText, async (text, type) => {
        const contentType = type.length % 2 ? type : 'application/json'
        const headers = { origin, 'content-type': contentType.trim() || 'application/json' }
        await expectRefusalOrAnswer(
          await ask(signOut, '/api/auth/signout', { method: 'POST', headers, body: text }),
        )
      }),
      someRuns,
    )
  })

  test('S-CB-06 a callback of any kind is refused and asks nobody', async () => {
    const jar = new BrowserJar(world)
    const genuine = await startAndApprove(world, jar)
    const state = genuine.get('state') ?? ''
    const before = world.calls.length
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          rawQuery,
          damaged(state).map((text) => `?code=c0de1234567890&state=${encode(text)}`),
          anyText.map((text) => `?code=${encode(text)}&state=x.y.z`),
        ),
        cookies,
        async (query, cookie) => {
          const response = await ask(finishSignIn, `/api/auth/callback/github${query}`, {
            headers: { cookie },
          })
          expect(response.status).toBe(400)
          expect(response.headers.get('location')).toBeNull()
        },
      ),
      someRuns,
    )
    expect(world.calls.length).toBe(before)
  })

  test('S-REDIR-04 a sign-in starts or is refused, whatever the query says', async () => {
    await fc.assert(
      fc.asyncProperty(rawQuery, async (query) => {
        const response = await ask(startSignIn, `/api/auth/signin/github${query}`)
        expect([303, 400]).toContain(response.status)
        const location = response.headers.get('location')
        if (location !== null) expect(new URL(location).origin).toBe('https://github.com')
      }),
      fewRuns,
    )
  })

  test('S-REDIR-04 S-WIRE-07 a form of any kind begins nothing, ends nothing and leads to our own pages', async () => {
    const field = fc.constantFrom('csrfToken', 'callbackUrl', 'json', 'code', '__proto__', 'x')
    const form = fc.oneof(
      anyText,
      fc.array(fc.tuple(field, anyText)).map((pairs) => new URLSearchParams(pairs).toString()),
    )
    const handlers: [string, Handler][] = [
      ['signin/github', signInFromClient],
      ['signout', signOutFromClient],
      ['_log', takeLog],
    ]
    const before = world.calls.length
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...handlers), form, rawQuery, async ([name, handler], body, query) => {
        const headers = { origin, 'content-type': 'application/x-www-form-urlencoded' }
        const response = await ask(handler, `/api/auth/${name}${query}`, { method: 'POST', headers, body })
        expect(response.headers.getSetCookie().join()).not.toMatch(/transaction|refresh=[^;]/)
        const location = new URL(response.headers.get('location') ?? '/', origin)
        expect(location.origin).toBe(origin)
        await expectRefusalOrAnswer(response)
      }),
      someRuns,
    )
    expect(world.calls.length).toBe(before)
  })

  test('S-REDIR-01 the page after a sign-in is one of ours, however it is written', () => {
    const tricks = fc
      .array(
        fc.constantFrom(
          '/',
          '\\',
          '.',
          '//',
          '@',
          ':',
          '\t',
          '%2f',
          '?',
          '#',
          'evil.example',
          'https:',
          origin,
        ),
      )
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(fc.oneof(tricks, anyText, fc.webUrl()), (text) => {
        const path = safeReturnTo(text, origin)
        expect([path.startsWith('/'), path.startsWith('//')]).toEqual([true, false])
        expect(new URL(path, origin).origin).toBe(origin)
        expect(() => new Headers({ location: path })).not.toThrow()
      }),
      { ...someRuns, numRuns: 3000 },
    )
  })

  test('S-SESS-06 headers of any kind prove nothing', async () => {
    await fc.assert(
      fc.asyncProperty(headerText, headerText, async (sender, site) => {
        fc.pre(sender.trim() !== origin && sender.trim() !== '')
        const headers = { origin: sender, 'sec-fetch-site': site, 'content-type': 'application/json' }
        const response = await ask(signOut, '/api/auth/signout', { method: 'POST', headers, body: '{}' })
        expect(response.status).toBe(403)
      }),
      fewRuns,
    )
  })
})
