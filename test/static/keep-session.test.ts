import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { keepSession } from '../../static/js/session/keep-session.js'
import { loadSession } from '../../static/js/session/load-session.js'

const startedAt = new Date('2030-01-01T00:00:00Z').getTime()
let page: EventTarget
const reload = vi.fn()
const answer = vi.fn<() => Promise<Response>>()
const on = { change: vi.fn(), signedOut: vi.fn(), unreachable: vi.fn() }

beforeEach(() => {
  vi.useFakeTimers({ now: startedAt })
  page = Object.assign(new EventTarget(), { visibilityState: 'visible' })
  vi.stubGlobal('document', page)
  vi.stubGlobal('location', { reload })
  vi.stubGlobal('fetch', answer)
})

afterEach(() => {
  vi.useRealTimers()
  vi.resetAllMocks()
})

function session(minutes: number, id = '7') {
  return {
    user: { id, login: 'ada', name: null, email: null, image: null },
    expires: new Date(startedAt + 86_400_000).toISOString(),
    accessToken: `token until ${minutes}`,
    accessTokenExpiresAt: new Date(startedAt + minutes * 60_000).toISOString(),
    sessionId: 's',
    roles: ['user'],
    defaultRole: 'user',
    graphqlUrl: 'https://hasura.example/v1/graphql',
  }
}

const minutes = (count: number) => vi.advanceTimersByTimeAsync(count * 60_000)

describe('keepSession()', () => {
  it('renews the token once, before it ends', async () => {
    answer.mockImplementation(async () => Response.json(session(30)))
    const keeper = keepSession(session(15), on)
    await minutes(13)
    expect(answer).not.toHaveBeenCalled()
    await minutes(0.5)
    expect(answer).toHaveBeenCalledOnce()
    expect(keeper.current().accessToken).toBe('token until 30')
    expect(on.change).toHaveBeenCalledOnce()
  })

  it('does not hammer a server that keeps the token longer than the page would', async () => {
    answer.mockImplementation(async () => Response.json(session(15)))
    keepSession(session(15), on)
    await minutes(15)
    expect(answer.mock.calls.length).toBeGreaterThan(1)
    expect(answer.mock.calls.length).toBeLessThan(8)
  })

  it.each([null, false, {}])('says that the person is signed out when the answer is %j', async (body) => {
    answer.mockImplementation(async () => Response.json(body))
    keepSession(session(15), on)
    await minutes(15)
    expect(on.signedOut).toHaveBeenCalledOnce()
    expect(answer).toHaveBeenCalledOnce()
  })

  it('tries again after an outage, and stays signed in', async () => {
    answer.mockImplementationOnce(async () => new Response('', { status: 503 }))
    answer.mockRejectedValueOnce(new TypeError('fetch failed'))
    answer.mockImplementation(async () => Response.json(session(30)))
    const keeper = keepSession(session(15), on)
    await minutes(15)
    expect(on.unreachable).toHaveBeenCalledTimes(2)
    expect(on.signedOut).not.toHaveBeenCalled()
    expect(keeper.current().accessToken).toBe('token until 30')
  })

  it('starts the page anew when another person signed in meanwhile', async () => {
    answer.mockImplementation(async () => Response.json(session(30, '8')))
    const keeper = keepSession(session(15), on)
    await minutes(15)
    expect(reload).toHaveBeenCalledOnce()
    expect(keeper.current().user.id).toBe('7')
  })

  it('renews first when asked for a token that has ended, with one request for all who ask', async () => {
    answer.mockImplementation(async () => Response.json(session(60)))
    const keeper = keepSession(session(15), on)
    vi.setSystemTime(startedAt + 20 * 60_000)
    const tokens = await Promise.all([keeper.freshToken(), keeper.freshToken()])
    expect(tokens).toEqual(['token until 60', 'token until 60'])
    expect(answer).toHaveBeenCalledOnce()
  })

  it.each([-120, 120])(
    'R-07c goes by the clock of the server where its own is %i minutes away',
    async (away) => {
      const headers = { date: new Date(startedAt + away * 60_000).toUTCString() }
      const until = (end: number) => Response.json(session(away + end), { headers })
      answer.mockImplementationOnce(async () => until(15)).mockImplementation(async () => until(30))
      const first = await loadSession()
      if (!first) throw new Error('nobody is signed in')
      const keeper = keepSession(first, on)
      await minutes(13)
      expect(answer).toHaveBeenCalledOnce()
      expect(await keeper.freshToken()).toBe(first.accessToken)
      await minutes(0.5)
      expect(answer).toHaveBeenCalledTimes(2)
    },
  )

  it('R-07c renews first when a clock a minute ahead would refuse the token', async () => {
    answer.mockImplementation(async () => Response.json(session(60)))
    const keeper = keepSession(session(15), on)
    vi.setSystemTime(startedAt + 14 * 60_000)
    expect(await keeper.freshToken()).toBe('token until 60')
  })

  it('renews when a laptop wakes up and the page is seen again', async () => {
    answer.mockImplementation(async () => Response.json(session(60)))
    keepSession(session(15), on)
    vi.setSystemTime(startedAt + 20 * 60_000)
    page.dispatchEvent(new Event('visibilitychange'))
    await vi.waitFor(() => expect(on.change).toHaveBeenCalledOnce())
  })
  it('notices a sign-out in another tab when the page is seen again', async () => {
    answer.mockImplementation(async () => Response.json(null))
    keepSession(session(15), on)
    page.dispatchEvent(new Event('visibilitychange'))
    await vi.waitFor(() => expect(on.signedOut).toHaveBeenCalledOnce())
  })

  it('says nothing when it is seen again and all is as it was', async () => {
    answer.mockImplementation(async () => Response.json(session(15)))
    const keeper = keepSession(session(15), on)
    page.dispatchEvent(new Event('visibilitychange'))
    await keeper.refresh()
    expect(answer).toHaveBeenCalledOnce()
    expect(on.change).not.toHaveBeenCalled()
  })
})
