import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { offline } from './support/answers.js'
import { fakeStorage, openFakePage, stubBrowser } from './support/fake-page.js'
import { grantAnswer, graphqlFailure } from './support/grants.js'

beforeEach(stubBrowser)
afterEach(() => vi.useRealTimers())

const graphqlUrl = 'https://hasura.example/v1/graphql'
const key = `auth ${graphqlUrl}`
const options = { flow: 'graphql', graphqlUrl } as const
const started = (url = 'https://github.com/login/oauth/authorize?state=s') =>
  Response.json({ data: { startLogin: { url, state: 'the state', expiresAt: '' } } })
const revoked = () => Response.json({ data: { logout: { revoked: 1 } } })
const sentTo = async (requests: readonly Request[]) => Promise.all(requests.map((request) => request.json()))

/** Comes back to the page with this in the address. */
function comeBack(query: string) {
  const address = new URL(`https://app.example/board?id=7&${query}#top`)
  vi.stubGlobal('location', Object.assign(address, { assign: vi.fn() }))
}

/** A page that was left for GitHub, and what it kept. */
async function leaveForGithub(returnTo = '/board?id=9') {
  const { auth, requests } = openFakePage([() => started()], options)
  await auth.signIn({ returnTo })
  auth.close()
  const [{ variables }] = await sentTo(requests)
  return variables
}

/** A page of somebody who is signed in. */
async function openSignedIn(...answers: (() => Response)[]) {
  const store = fakeStorage()
  store.setItem(key, JSON.stringify({ refreshToken: 'first', session: { endsAt: 0 } }))
  const opened = openFakePage([grantAnswer(15), ...answers], { ...options, store })
  const session = await opened.auth.session()
  return { ...opened, session, store }
}

describe('signIn() by GraphQL', () => {
  it('C-09 sends the challenge and this page, keeps the verifier in this tab, and leaves', async () => {
    const { codeChallenge, redirectTo } = await leaveForGithub()
    expect(codeChallenge).toMatch(/^[\w-]{43}$/)
    expect(redirectTo).toBe('https://app.example/board')
    expect(location.assign).toHaveBeenCalledWith('https://github.com/login/oauth/authorize?state=s')
  })

  it('gives the address and stays where it is asked to', async () => {
    const { auth } = openFakePage([() => started()], options)
    expect(await auth.signIn({ redirect: false })).toEqual({ url: expect.stringMatching(/^https:/) })
    expect(location.assign).not.toHaveBeenCalled()
  })

  it('C-09 follows no address that is none of the web', async () => {
    const { auth } = openFakePage([() => started('javascript:alert(1)')], options)
    await expect(auth.signIn()).rejects.toMatchObject({ code: 'misconfigured' })
    expect(location.assign).not.toHaveBeenCalled()
  })

  it('says so where the browser lets the page keep nothing', async () => {
    vi.stubGlobal('sessionStorage', undefined)
    const { auth } = openFakePage([() => started()], options)
    await expect(auth.signIn()).rejects.toMatchObject({ code: 'storage-blocked' })
    expect(location.assign).not.toHaveBeenCalled()
  })
})

describe('coming back from GitHub', () => {
  it('C-09 takes code and state out of the address at once, and trades them once', async () => {
    await leaveForGithub()
    comeBack('code=the-code&state=the%20state&iss=https%3A%2F%2Fgithub.com')
    const { auth, requests, changes } = openFakePage([grantAnswer(15)], options)
    const cleaned = vi.mocked(history.replaceState).mock.calls[0]?.[2]
    expect(String(cleaned)).toBe('https://app.example/board?id=7#top')
    expect(await auth.session()).toMatchObject({ user: { id: '7', login: 'ada' }, roles: ['user'] })
    const [{ variables }] = await sentTo(requests)
    expect(variables).toEqual({
      code: 'the-code',
      state: 'the state',
      iss: 'https://github.com',
      codeVerifier: expect.stringMatching(/^[\w-]{43}$/),
    })
    expect(vi.mocked(history.replaceState)).toHaveBeenLastCalledWith(null, '', '/board?id=9')
    expect(sessionStorage.getItem('pending-graphql-login')).toBeNull()
    expect(requests).toHaveLength(1)
    expect(changes).toEqual(['signed-in'])
  })

  it.each([
    'code=planted&state=planted',
    'code=planted&state=',
    'state=the%20state',
    'code=&state=the%20state',
  ])('C-09 sends nothing for %s, which this tab did not ask for', async (query) => {
    await leaveForGithub()
    comeBack(query)
    const { auth, asked } = openFakePage([grantAnswer(15)], options)
    await expect(auth.session()).rejects.toMatchObject({ code: 'invalid-state' })
    expect(asked).toEqual([])
    expect(await auth.session()).toBeNull()
  })

  it.each(['code=the-code&state=the%20state', 'error=of-the-app&state=of-the-app', 'error=of-the-app'])(
    'C-09 takes no answer without a question, and none twice: %s is not ours then',
    async (query) => {
      await leaveForGithub()
      comeBack('code=the-code&state=the%20state')
      await openFakePage([grantAnswer(15)], options).auth.session()
      vi.mocked(history.replaceState).mockClear()
      comeBack(query)
      const { auth, asked, changes } = openFakePage([grantAnswer(15)], options)
      expect(await auth.session()).toBeNull()
      expect(history.replaceState).not.toHaveBeenCalled()
      expect([asked, changes]).toEqual([[], []])
    },
  )

  it('C-09 throws nothing where site data is blocked: nothing was asked for', async () => {
    vi.stubGlobal('sessionStorage', undefined)
    comeBack('code=planted&state=planted')
    expect(await openFakePage([], options).auth.session()).toBeNull()
  })

  it('C-09 believes no error that comes with another state', async () => {
    await leaveForGithub()
    comeBack('error=access_denied&state=planted')
    await expect(openFakePage([], options).auth.session()).rejects.toMatchObject({ code: 'invalid-state' })
  })

  it('is signed in and keeps it, also where the history takes no such address', async () => {
    await leaveForGithub('https://other.example/')
    comeBack('code=the-code&state=the%20state')
    const store = fakeStorage()
    vi.mocked(history.replaceState).mockImplementation((_state, _title, url) => {
      if (new URL(url ?? '', location.href).origin !== location.origin)
        throw new DOMException('', 'SecurityError')
    })
    const { auth, changes } = openFakePage([grantAnswer(15)], { ...options, store })
    expect(await auth.session()).toMatchObject({ user: { id: '7' } })
    expect(changes).toEqual(['signed-in'])
    expect(store.getItem(key)).toContain('refresh token')
  })

  it.each([
    ['access_denied', 'access-denied'],
    ['server_error', 'server-error'],
    ['%3Csvg%20onload%3Dalert(1)%3E', 'failed'],
  ])('C-02 says of error=%s only %s', async (error, code) => {
    await leaveForGithub()
    comeBack(`error=${error}&state=the%20state&error_description=${error}`)
    const { auth, asked } = openFakePage([grantAnswer(15)], options)
    await expect(auth.session()).rejects.toMatchObject({
      code,
      message: 'The sign-in could not be completed.',
    })
    expect(asked).toEqual([])
  })

  it('says why the functions refuse, and that nobody is signed in then', async () => {
    await leaveForGithub()
    comeBack('code=the-code&state=the%20state')
    const { auth } = openFakePage([graphqlFailure('user-disabled')], options)
    await expect(auth.session()).rejects.toMatchObject({ code: 'user-disabled' })
    expect(await auth.session()).toBeNull()
  })

  it('leaves an address alone that holds no answer', () => {
    comeBack('code=invitation')
    openFakePage([], options)
    expect(history.replaceState).not.toHaveBeenCalled()
  })
})

describe('a session of tokens', () => {
  it('C-10 is renewed without an access token, before the token ends by its own lifetime', async () => {
    const { auth, requests, session } = await openSignedIn(grantAnswer(15))
    await vi.advanceTimersByTimeAsync(13 * 60_000)
    expect(requests).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(30_000)
    expect((await auth.session())?.accessToken).not.toBe(session?.accessToken)
    const [first, second] = await sentTo(requests)
    expect(first.variables).toEqual({ refreshToken: 'first' })
    expect(second.variables.refreshToken).toMatch(/^refresh token \d+$/)
    expect(requests.map(({ headers }) => headers.get('authorization'))).toEqual([null, null])
    expect(requests.map(({ credentials }) => credentials)).toEqual(['omit', 'omit'])
  })

  it('C-07 is renewed when its token was refused, also while the page is looking for something else', async () => {
    const { auth, happen, requests, session } = await openSignedIn(grantAnswer(15))
    happen('visibilitychange')
    expect((await auth.refresh())?.accessToken).not.toBe(session?.accessToken)
    expect(requests).toHaveLength(2)
  })

  it('C-10 shows the page no refresh token', async () => {
    const { session } = await openSignedIn()
    expect(JSON.stringify(session)).not.toContain('refresh token')
  })

  it('C-01 asks nobody when it is seen again while the token is good', async () => {
    const { happen, requests } = await openSignedIn()
    happen('visibilitychange')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(requests).toHaveLength(1)
  })

  it('C-10 is in memory alone unless the page hands in a store', async () => {
    await leaveForGithub()
    comeBack('code=the-code&state=the%20state')
    const { auth } = openFakePage([grantAnswer(15)], options)
    await auth.session()
    vi.stubGlobal('location', new URL('https://app.example/board'))
    expect(await openFakePage([], options).auth.session()).toBeNull()
    expect(sessionStorage.getItem(key)).toBeNull()
  })

  it('C-10 goes to the Hasura that it came from, and to no other', async () => {
    const { store, auth } = await openSignedIn()
    auth.close()
    const other = { ...options, graphqlUrl: 'https://other.example/v1/graphql', store }
    const { auth: elsewhere, asked } = openFakePage([grantAnswer(15)], other)
    expect(await elsewhere.session()).toBeNull()
    expect(await elsewhere.signOut()).toEqual({ revoked: 0 })
    expect(asked).toEqual([])
    expect(store.getItem(key)).toContain('refresh token')
  })

  it.each(['{"refreshTo', 'null', '7', '{}', '{"refreshToken":"first"}', '{"session":{"endsAt":0}}'])(
    'is none where %s was left, which is removed',
    async (left) => {
      const store = fakeStorage()
      store.setItem(key, left)
      const { auth, asked } = openFakePage([grantAnswer(15)], { ...options, store })
      expect(await auth.session()).toBeNull()
      expect(asked).toEqual([])
      expect(store.getItem(key)).toBeNull()
    },
  )

  it.each([
    'grant-revoked',
    'grant-unreadable',
    'invalid-refresh-token',
    'organisation-required',
    'refresh-token-reused',
    'role-required',
    'user-disabled',
  ])('is over after %s, and keeps nothing', async (code) => {
    const { auth, changes, store } = await openSignedIn(graphqlFailure(code))
    expect(await auth.refresh()).toBeNull()
    expect(changes).toEqual(['signed-in', 'ended'])
    expect(store.getItem(key)).toBeNull()
  })

  it.each([
    ['unknown-key', graphqlFailure('unknown-key')],
    ['github-unavailable', graphqlFailure('github-unavailable')],
    ['failed', graphqlFailure('unexpected')],
    ['unreachable', offline],
  ])('C-02 goes on after %s, with the same refresh token', async (code, answer) => {
    const { auth, requests, session } = await openSignedIn(answer, grantAnswer(15))
    await expect(auth.refresh()).rejects.toMatchObject({ code })
    expect(await auth.session()).toBe(session)
    await auth.refresh()
    const [, second, third] = await sentTo(requests)
    expect(third).toEqual(second)
  })
})

describe('signOut() by GraphQL', () => {
  it('C-10 sends the refresh token and no access token, and keeps nothing', async () => {
    const { auth, requests, store, changes } = await openSignedIn(revoked)
    expect(await auth.signOut({ everywhere: true })).toEqual({ revoked: 1 })
    const [, sent] = await sentTo(requests)
    expect(sent.variables).toEqual({ refreshToken: expect.any(String), everywhere: true })
    expect(requests[1]?.headers.get('authorization')).toBeNull()
    expect(store.getItem(key)).toBeNull()
    expect(await auth.session()).toBeNull()
    expect(changes).toEqual(['signed-in', 'signed-out'])
  })

  it('R-09b is over when the token was over, and says why', async () => {
    const { auth, store } = await openSignedIn(graphqlFailure('refresh-token-reused'))
    await expect(auth.signOut()).rejects.toMatchObject({ code: 'refresh-token-reused' })
    expect(store.getItem(key)).toBeNull()
    expect(await auth.session()).toBeNull()
  })

  it('R-09 stays signed in when the server did not do it', async () => {
    const { auth, store, session } = await openSignedIn(offline)
    await expect(auth.signOut()).rejects.toMatchObject({ code: 'unreachable' })
    expect(store.getItem(key)).not.toBeNull()
    expect(await auth.session()).toBe(session)
  })
})
