import { describe, expect, test } from 'vitest'
import { signOut } from '../../../functions/session/sign-out.js'
import { finishSignIn } from '../../../functions/sign-in/finish.js'
import { startSignIn } from '../../../functions/sign-in/start.js'
import { BrowserJar } from '../../support/browser-jar.js'
import { fakeWorld } from '../../support/fake-world.js'
import { acceptSignIns, callbackPath, signIn, startAndApprove } from '../../support/sign-in-flow.js'

const asPage = { headers: { accept: 'text/html' } }

function readyWorld() {
  const world = fakeWorld()
  acceptSignIns(world)
  return { world, jar: new BrowserJar(world) }
}

const codeOf = async (response: Response) => (await response.json()) as unknown

describe('a callback that comes again', () => {
  test('S-CB-04 takes whoever is signed in on to where they wanted to be, and asks nobody', async () => {
    const { world, jar } = readyWorld()
    const query = await startAndApprove(world, jar, '/after?a=1&b="2"')
    await jar.visit(finishSignIn, callbackPath(query))
    const calls = world.calls.length
    const again = await jar.visit(finishSignIn, callbackPath(query), asPage)
    expect([again.status, world.calls.length]).toEqual([400, calls])
    expect(await again.text()).toContain('content="0; url=/after?a=1&amp;b=%222%22"')
  })

  test('S-START-07 the same for a second tab, which goes to its own page', async () => {
    const { world, jar } = readyWorld()
    const first = await startAndApprove(world, jar, '/first')
    await jar.visit(finishSignIn, callbackPath(await startAndApprove(world, jar, '/second')))
    const late = await jar.visit(finishSignIn, callbackPath(first), asPage)
    expect(await late.text()).toContain('url=/first"')
  })

  test('S-REDIR-02 goes nowhere but to a page of ours, whatever the state says', async () => {
    const { world, jar } = readyWorld()
    await signIn(world, jar)
    const content = { flow: 'browser', origin: 'https://app.example', returnTo: 'https://evil.example' }
    const sealed = { ...content, nonce: 'n'.repeat(43), clientId: world.deps.config.github.clientId }
    const state = await world.deps.sealer.seal('state', sealed, 600)
    const query = new URLSearchParams({ code: 'c0de1234567890', state })
    expect(await (await jar.visit(finishSignIn, callbackPath(query), asPage)).text()).toContain('url=/"')
  })

  test('R-10 somebody who signed out is not signed in, whatever cookies come back', async () => {
    const { world, jar } = readyWorld()
    const query = await startAndApprove(world, jar)
    await jar.visit(finishSignIn, callbackPath(query))
    const late = jar.copy()
    world.hasura.on('EndSessions', () => ({
      delete_sessions: { affected_rows: 1 },
      reused: { affected_rows: 0 },
    }))
    const headers = { origin: 'https://app.example', 'content-type': 'application/json' }
    await jar.visit(signOut, '/api/auth/signout', { method: 'POST', headers, body: '{}' })
    for (const [name, value] of late.cookies) jar.cookies.set(name, value)
    const again = await jar.visit(finishSignIn, callbackPath(query))
    expect(await codeOf(again)).toMatchObject({ error: { code: 'cookie-missing' } })
  })

  test('S-CB-01 a browser without the cookie is told so, and starts again for the same page', async () => {
    const { world, jar } = readyWorld()
    const query = await startAndApprove(world, jar, '/after')
    const response = await new BrowserJar(world).visit(finishSignIn, callbackPath(query), asPage)
    const page = await response.text()
    expect(page).toContain('<code>cookie-missing</code>')
    expect(page).toContain('href="/api/auth/signin?returnTo=%2Fafter"')
  })

  test('S-START-07 a tab that another one overtook is told so', async () => {
    const { world, jar } = readyWorld()
    const first = await startAndApprove(world, jar, '/first')
    await startAndApprove(world, jar, '/second')
    const response = await jar.visit(finishSignIn, callbackPath(first))
    expect(await codeOf(response)).toMatchObject({ error: { code: 'other-sign-in' } })
  })

  test('S-START-01 a state holds the longest page that there is', async () => {
    const { world, jar } = readyWorld()
    const query = await startAndApprove(world, jar, `/${'x'.repeat(1023)}`)
    expect(query.get('state')?.length).toBeLessThan(2048)
    expect((await jar.visit(finishSignIn, callbackPath(query))).status).toBe(303)
  })
})

describe('a browser that comes from installing the GitHub App', () => {
  const installed = (action = 'install') =>
    `/api/auth/callback/github?code=c0de1234567890&installation_id=42&setup_action=${action}`

  test.each(['install', 'update', 'request'])(
    'S-CB-01 starts, and its code is not used: %s',
    async (action) => {
      const { world, jar } = readyWorld()
      const response = await jar.visit(finishSignIn, installed(action))
      const start = '/api/auth/signin/github?installed=1'
      expect([response.status, response.headers.get('location')]).toEqual([303, start])
      expect(world.calls).toEqual([])
    },
  )

  test.each(['', '&code=c0de1234567890'])(
    'S-CB-01 is told that the owner was asked where there is no installation yet: %j',
    async (code) => {
      const { world, jar } = readyWorld()
      const path = `/api/auth/callback/github?setup_action=request${code}`
      const response = await jar.visit(finishSignIn, path)
      const told = '/api/auth/signin?status=installation-requested'
      expect([response.status, response.headers.get('location')]).toEqual([303, told])
      expect(response.headers.getSetCookie()).toEqual([])
      expect(world.calls).toEqual([])
    },
  )

  test.each([installed(), '/api/auth/callback/github?setup_action=request'])(
    'S-CB-01 is told that it was denied: %s',
    async (path) => {
      const { world, jar } = readyWorld()
      const response = await jar.visit(finishSignIn, `${path}&error=access_denied`)
      expect([response.status, await codeOf(response)]).toMatchObject([
        403,
        { error: { code: 'access-denied' } },
      ])
      expect(response.headers.getSetCookie()).toEqual([])
      expect(world.calls).toEqual([])
    },
  )

  test('S-CB-01 starts once', async () => {
    const { world, jar } = readyWorld()
    const { headers } = await jar.visit(finishSignIn, installed())
    await jar.visit(startSignIn, headers.get('location') ?? '')
    const again = await jar.visit(finishSignIn, installed())
    expect([again.status, await codeOf(again)]).toMatchObject([400, { error: { code: 'invalid-state' } }])
    expect(world.calls).toEqual([])
  })

  test.each([
    ['another action', installed('evil')],
    ['no action', '/api/auth/callback/github?code=c0de1234567890&installation_id=42'],
    ['no installation', '/api/auth/callback/github?code=c0de1234567890&setup_action=install'],
    ['an installation that is no number', installed().replace('42', '4x')],
    ['a parameter given twice', `${installed()}&setup_action=update`],
    ['an empty state', `${installed()}&state=`],
    ['a request and a state', '/api/auth/callback/github?setup_action=request&state=x'],
    ['a request twice', '/api/auth/callback/github?setup_action=request&setup_action=request'],
  ])('S-CB-01 is refused with %s', async (_what, path) => {
    const { world, jar } = readyWorld()
    expect((await jar.visit(finishSignIn, path)).status).toBe(400)
    expect(world.calls).toEqual([])
  })
})

describe('a sign-in page without JavaScript', () => {
  const startedFrom = async (referer: string) => {
    const { world, jar } = readyWorld()
    const started = await jar.visit(startSignIn, '/api/auth/signin/github', { headers: { referer } })
    const authorize = new URL(started.headers.get('location') ?? '')
    world.github.challenge = authorize.searchParams.get('code_challenge') ?? undefined
    const query = { code: 'c0de1234567890', state: authorize.searchParams.get('state') ?? '' }
    const done = await jar.visit(finishSignIn, callbackPath(new URLSearchParams(query)))
    return done.headers.get('location')
  }

  test.each([
    ['https://app.example/signin?returnTo=%2Fboard', '/board'],
    ['https://app.example/api/auth/signin?callbackUrl=https%3A%2F%2Fapp.example%2Fboard', '/board'],
    ['https://evil.example/signin?returnTo=%2Fboard', '/'],
    ['https://app.example/other?returnTo=%2Fboard', '/'],
    ['https://app.example/signin?returnTo=https%3A%2F%2Fevil.example', '/'],
    ['nothing', '/'],
  ])(
    'S-REDIR-01 has its return address read from where the browser comes from: %s',
    async (referer, page) => {
      expect(await startedFrom(referer)).toBe(page)
    },
  )
})
