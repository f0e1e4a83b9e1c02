import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createBrowser, readSession, signInWith, signOut, startSignIn } from '../../dev/demo/browser.js'
import { requireGraphql } from '../../dev/demo/graphql-client.js'
import { approveAs } from '../../dev/github/approve-as.js'
import { count } from '../../dev/stack/count.js'
import { startTestStack, type TestStack } from '../support/test-stack.js'

let stack: TestStack
let app: string

beforeAll(async () => {
  stack = await startTestStack()
  app = stack.urls.app
})

beforeEach(async () => {
  await stack.reset()
  // A sync writes names too, at a moment of its own: here only sign-ins do.
  stack.gate.hold('/api/events')
})

afterAll(() => stack?.close())

const sessionSchema = z.object({
  accessToken: z.string(),
  sessionId: z.string(),
  user: z.object({ login: z.string() }),
})

describe('signing in with a browser', () => {
  it('signin leads through GitHub to a session whose token Hasura takes', async () => {
    const browser = createBrowser()
    const done = await signInWith(browser, app, 'ada', '/?tab=devices#last')
    expect([done.status, done.headers.get('location')]).toEqual([
      303,
      expect.stringMatching(/\/\?tab=devices#last$/),
    ])
    const session = await readSession(browser, app)
    expect(session).toMatchObject({
      user: {
        id: '1001001',
        login: 'ada',
        name: 'Ada Marlow',
        image: `${stack.urls.github}/avatars/u/1001001?v=4`,
      },
      roles: ['user'],
      defaultRole: 'user',
      graphqlUrl: stack.flow.endpoint,
    })
    const { accessToken, sessionId } = sessionSchema.parse(session)
    const data = await requireGraphql(stack.flow.endpoint, {
      query: '{ users { login } sessions { id } }',
      token: accessToken,
    })
    expect(data).toEqual({ users: [{ login: 'ada' }], sessions: [{ id: sessionId }] })
  })

  it('S-CB-11 puts no code, state or token into any address after the callback', async () => {
    const browser = createBrowser()
    const callback = await approveAs(await startSignIn(browser, app, '/'), 'ada')
    const done = await browser.navigate(callback)
    const location = new URL(done.headers.get('location') ?? '', app)
    expect(location.href).toBe(`${app}/`)
    expect(done.headers.get('cache-control')).toContain('no-store')
    expect(done.headers.get('referrer-policy')).toBe('no-referrer')
  })

  it('S-COOKIE-01 sets cookies that scripts cannot read, for the whole origin', async () => {
    const done = await signInWith(createBrowser(), app, 'ada')
    const lines = done.headers.getSetCookie()
    expect(lines.map((line) => line.split('=')[0]).sort()).toEqual([
      'gha-access',
      'gha-access-1',
      'gha-refresh',
      'gha-transaction',
    ])
    for (const line of lines) expect(line).toMatch(/; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/)
  })

  it('S-GH-06 keeps one row for the same person, also after a rename', async () => {
    await signInWith(createBrowser(), app, 'cleo')
    stack.github.changePerson('cleo', { login: 'cleopatra' })
    await signInWith(createBrowser(), app, 'cleo')
    stack.github.changePerson('cleo', { login: 'cleo' })
    const { rows } = await stack.database.query(
      "select id, login from users where id = '4294967301' or login like 'cleo%'",
    )
    expect(rows).toEqual([{ id: '4294967301', login: 'cleopatra' }])
  })

  it('S-HASURA-08 changes nobody into somebody: roles, default role and first day stay', async () => {
    await signInWith(createBrowser(), app, 'ben')
    const { database } = stack
    await database.exec(
      `insert into user_roles (user_id, role) values ('1001002', 'moderator');
       update users set default_role = 'moderator', created_at = '2020-02-02' where id = '1001002'`,
    )
    const browser = createBrowser()
    await signInWith(browser, app, 'ben')
    const { rows } = await database.query(
      "select default_role, created_at::date from users where id = '1001002'",
    )
    expect(rows).toEqual([{ default_role: 'moderator', created_at: '2020-02-02' }])
    const session = { roles: ['moderator', 'user'], defaultRole: 'moderator' }
    expect(await readSession(browser, app)).toMatchObject(session)
    await signInWith(browser, app, 'ada')
    expect(await readSession(browser, app)).toMatchObject({ roles: ['user'], defaultRole: 'user' })
  })

  it('S-CB-15 switches to the second person without mixing the two', async () => {
    const browser = createBrowser()
    await signInWith(browser, app, 'ada')
    const first = sessionSchema.parse(await readSession(browser, app))
    await signInWith(browser, app, 'ben')
    const second = sessionSchema.parse(await readSession(browser, app))
    expect([first.user.login, second.user.login]).toEqual(['ada', 'ben'])
    browser.cookies.delete('gha-access')
    expect(await readSession(browser, app)).toMatchObject({ user: { login: 'ben' } })
    expect(await count(stack.database, 'sessions', `id = '${first.sessionId}'`)).toBe(0)
  })

  it('S-START-07 lets two tabs sign in at once without crossing them', async () => {
    const browser = createBrowser()
    const authorizeA = await startSignIn(browser, app, '/a')
    const authorizeB = await startSignIn(browser, app, '/b')
    const finishedA = await browser.navigate(await approveAs(authorizeA, 'ada'))
    const finishedB = await browser.navigate(await approveAs(authorizeB, 'ada'))
    for (const [finished, page] of [
      [finishedA, '/a'],
      [finishedB, '/b'],
    ] as const) {
      expect([finished.status, finished.headers.get('location') ?? page]).toEqual([
        expect.toSatisfy((status: number) => status === 303 || status === 400),
        expect.stringMatching(new RegExp(`${page}$`)),
      ])
    }
  })

  it('S-REDIR-03 never leaves the site after signing in', async () => {
    for (const returnTo of [
      'https://evil.example/',
      '//evil.example',
      '/\\evil.example',
      '/\t/evil.example',
    ]) {
      const done = await signInWith(createBrowser(), app, 'ada', returnTo)
      const location = new URL(done.headers.get('location') ?? '', app)
      expect([returnTo, location.origin]).toEqual([returnTo, app])
    }
  })
})

describe('a session', () => {
  it('session renews itself when the access token is gone, and stays the same session', async () => {
    const browser = createBrowser()
    await signInWith(browser, app, 'ada')
    const before = sessionSchema.parse(await readSession(browser, app))
    browser.cookies.delete('gha-access')
    const after = sessionSchema.parse(await readSession(browser, app))
    expect(after.sessionId).toBe(before.sessionId)
    expect(browser.cookies.has('gha-access')).toBe(true)
  })

  it('session costs Hasura nothing while the access token is fresh', async () => {
    const browser = createBrowser()
    await signInWith(browser, app, 'ada')
    const before = await readSession(browser, app)
    await stack.database.query("update sessions set generation = generation + 5 where user_id = '1001001'")
    expect(await readSession(browser, app)).toEqual(before)
  })

  it('S-COOKIE-04 takes broken cookies for none', async () => {
    for (const value of ['%', 'x'.repeat(4000), '"', 'a.b.c.d.e', 'v1.x.1.y']) {
      const browser = createBrowser()
      browser.cookies.set('gha-access', value)
      browser.cookies.set('gha-refresh', value)
      const response = await browser.fetch(`${app}/api/auth/session`)
      expect([value, response.status, await response.json()]).toEqual([value, 200, null])
    }
  })

  it('S-SESS-05 signout ends the session on the server and clears the cookies', async () => {
    const browser = createBrowser()
    await signInWith(browser, app, 'ben')
    const stolen = new Map(browser.cookies)
    const { sessionId } = sessionSchema.parse(await readSession(browser, app))
    const response = await signOut(browser, app)
    expect([response.status, await response.json()]).toEqual([
      200,
      { url: `${app}/api/auth/signin`, revoked: 1 },
    ])
    expect([...browser.cookies]).toEqual([['gha-ended', sessionId]])
    expect(await readSession(browser, app)).toBeNull()
    expect(await count(stack.database, 'sessions', `id = '${sessionId}'`)).toBe(0)
    const thief = createBrowser()
    thief.cookies.set('gha-refresh', stolen.get('gha-refresh') ?? '')
    expect(await readSession(thief, app)).toBeNull()
  })

  it('S-SESS-08 signout everywhere ends the other devices too', async () => {
    const [here, there] = [createBrowser(), createBrowser()]
    await signInWith(here, app, 'cleo')
    await signInWith(there, app, 'cleo')
    await signOut(here, app, { everywhere: true })
    there.cookies.delete('gha-access')
    expect(await readSession(there, app)).toBeNull()
  })

  it('S-SESS-06 signout needs proof that one of our own pages asks', async () => {
    const browser = createBrowser()
    await signInWith(browser, app, 'ada')
    const cookie = [...browser.cookies].map((pair) => pair.join('=')).join('; ')
    const attempts: Record<string, string>[] = [
      {},
      { origin: 'null' },
      { origin: 'https://evil.example' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' },
    ]
    for (const headers of attempts) {
      const init = {
        method: 'POST',
        body: '{}',
        headers: { cookie, 'content-type': 'application/json', ...headers },
      }
      expect([headers, (await fetch(`${app}/api/auth/signout`, init)).status]).toEqual([headers, 403])
    }
    expect(await readSession(browser, app)).toMatchObject({ user: { login: 'ada' } })
  })
})
