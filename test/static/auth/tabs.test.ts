import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { failure, sessionAnswer } from './support/answers.js'
import { fakeChannels } from './support/fake-channels.js'
import { fakeStorage, openFakePage, stubBrowser } from './support/fake-page.js'
import { grantAnswer } from './support/grants.js'

beforeEach(stubBrowser)
afterEach(() => vi.useRealTimers())

const signedOut = () => Response.json(null)
const revoked = (count: number) => () => Response.json({ revoked: count })
const graphqlUrl = 'https://hasura.example/v1/graphql'

describe('signOut()', () => {
  it('C-04 asks once, says how many sessions ended, and asks for no other token', async () => {
    const { auth, changes, requests } = openFakePage([sessionAnswer(15), revoked(3)])
    await auth.session()
    expect(await auth.signOut({ everywhere: true })).toEqual({ revoked: 3 })
    expect(await requests[1]?.json()).toEqual({ everywhere: true })
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect(requests).toHaveLength(2)
    expect(await auth.session()).toBeNull()
    expect(changes).toEqual(['signed-in', 'signed-out'])
  })

  it.each([
    [400, 'invalid-input'],
    [403, 'cross-site'],
    [503, 'hasura-unavailable'],
    [503, 'unknown-key'],
  ])('R-09 stays signed in when the server answers %i %s', async (status, code) => {
    const { auth, changes } = openFakePage([sessionAnswer(15), failure(status, code)])
    await auth.session()
    await expect(auth.signOut()).rejects.toMatchObject({ code, message: `words for ${code}` })
    expect(await auth.session()).toMatchObject({ user: { login: 'ada' } })
    expect(changes).toEqual(['signed-in'])
  })

  it('R-09b is over when the token was over, and says why', async () => {
    const { auth, changes } = openFakePage([sessionAnswer(15), failure(401, 'refresh-token-reused')])
    await auth.session()
    await expect(auth.signOut()).rejects.toMatchObject({ code: 'refresh-token-reused' })
    expect(await auth.session()).toBeNull()
    expect(changes).toEqual(['signed-in', 'signed-out'])
  })

  it('C-04 waits for a refresh that is on its way, so that none brings the session back', async () => {
    let answer = () => {}
    const late = new Promise<Response>((resolve) => {
      answer = () => resolve(sessionAnswer(30)())
    })
    const { auth, asked } = openFakePage([sessionAnswer(15), () => late, revoked(1)])
    await auth.session()
    const refreshing = auth.refresh()
    const leaving = auth.signOut()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(asked).toHaveLength(2)
    answer()
    await Promise.all([refreshing, leaving])
    expect(asked[2]).toBe('POST /api/auth/signout')
    expect(await auth.session()).toBeNull()
  })
})

describe('close()', () => {
  beforeEach(() => vi.stubGlobal('BroadcastChannel', fakeChannels()))

  it('does not hold up a sign-out that is on its way', async () => {
    const { auth, changes } = openFakePage([sessionAnswer(15), revoked(1)])
    await auth.session()
    const leaving = auth.signOut()
    auth.close()
    expect(await leaving).toEqual({ revoked: 1 })
    expect(await auth.session()).toBeNull()
    expect(changes).toEqual(['signed-in', 'signed-out'])
  })
})

describe('two tabs', () => {
  beforeEach(() => vi.stubGlobal('BroadcastChannel', fakeChannels()))

  it('C-05 all hear a sign-out, and ask the server whether it was theirs', async () => {
    const one = openFakePage([sessionAnswer(15), revoked(1)])
    const other = openFakePage([sessionAnswer(15), signedOut])
    const spared = openFakePage([sessionAnswer(15)])
    for (const { auth } of [one, other, spared]) await auth.session()
    await one.auth.signOut()
    await vi.waitFor(() => expect(other.changes).toEqual(['signed-in', 'signed-out-elsewhere']))
    await vi.waitFor(() => expect(spared.asked).toHaveLength(2))
    expect(spared.changes).toEqual(['signed-in'])
  })

  it('C-05 without a channel a tab finds out when it is seen again', async () => {
    vi.stubGlobal('BroadcastChannel', undefined)
    const one = openFakePage([sessionAnswer(15), revoked(1)])
    const other = openFakePage([sessionAnswer(15), signedOut])
    for (const { auth } of [one, other]) await auth.session()
    await one.auth.signOut()
    other.happen('visibilitychange')
    await vi.waitFor(() => expect(other.changes).toEqual(['signed-in', 'ended']))
  })

  it('C-06 never ask at the same time', async () => {
    let busy = 0
    const alone = (minutes: number) => async () => {
      busy += 1
      expect(busy).toBe(1)
      await new Promise((resolve) => setTimeout(resolve, 100))
      busy -= 1
      return sessionAnswer(minutes)()
    }
    const tabs = [openFakePage([alone(15), alone(30)]), openFakePage([alone(15), alone(30)])]
    const opened = tabs.map(({ auth }) => auth.session())
    await vi.advanceTimersByTimeAsync(1_000)
    await Promise.all(opened)
    await vi.advanceTimersByTimeAsync(14 * 60_000)
    expect(tabs.map(({ changes }) => changes)).toEqual([
      ['signed-in', 'refreshed'],
      ['signed-in', 'refreshed'],
    ])
  })

  it('C-06 share the tokens of a store: one of them refreshes, the other takes what it brought', async () => {
    const store = fakeStorage()
    store.setItem(`auth ${graphqlUrl}`, JSON.stringify({ refreshToken: 'first', session: { endsAt: 0 } }))
    const server = vi.fn(grantAnswer(15))
    const options = { flow: 'graphql', graphqlUrl, store } as const
    const tabs = [openFakePage([server], options), openFakePage([server], options)]
    const sessions = await Promise.all(tabs.map(({ auth }) => auth.session()))
    expect(server).toHaveBeenCalledOnce()
    expect(sessions[1]).toEqual(sessions[0])
    const renewed = await Promise.all(tabs.map(({ auth }) => auth.refresh()))
    expect(server).toHaveBeenCalledTimes(2)
    expect(renewed[1]).toEqual(renewed[0])
  })

  it.each([
    ['the browser has no locks', () => vi.stubGlobal('navigator', {})],
    [
      'a frozen tab keeps the lock',
      () =>
        void navigator.locks.request(
          'auth',
          { signal: AbortSignal.timeout(1e9) },
          () => new Promise(() => {}),
        ),
    ],
  ])('C-06 go on where %s', async (_name, arrange) => {
    arrange()
    const { auth } = openFakePage([sessionAnswer(15)])
    const opening = auth.session()
    await vi.advanceTimersByTimeAsync(20_000)
    expect(await opening).toMatchObject({ user: { login: 'ada' } })
  })
})
