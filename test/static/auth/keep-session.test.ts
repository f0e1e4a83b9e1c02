import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { failure, offline, sessionAnswer } from './support/answers.js'
import { openFakePage, startedAt, stubBrowser } from './support/fake-page.js'

beforeEach(stubBrowser)
afterEach(() => vi.useRealTimers())

const minutes = (count: number) => vi.advanceTimersByTimeAsync(count * 60_000)
const signedOut = () => Response.json(null)

describe('session()', () => {
  it('C-01 asks once for all who want to know, and not again while the token is good', async () => {
    const { auth, asked, changes } = openFakePage([sessionAnswer(15)])
    const [one, other] = await Promise.all([auth.session(), auth.session()])
    expect(one).toMatchObject({ user: { login: 'ada' }, accessToken: 'token until 15' })
    expect(other).toBe(one)
    expect(await auth.session()).toBe(one)
    expect(asked).toEqual(['GET /api/auth/session'])
    expect(changes).toEqual(['signed-in'])
  })

  it.each([null, false, {}, 'text'])('takes %j for signed out, asked once', async (body) => {
    const { auth, asked, changes } = openFakePage([() => Response.json(body)])
    expect(await Promise.all([auth.session(), auth.session()])).toEqual([null, null])
    expect(await auth.session()).toBeNull()
    await minutes(60)
    expect(asked).toHaveLength(1)
    expect(changes).toEqual([])
  })

  it.each([
    ['no network', offline, 'unreachable'],
    ['a page of something else', () => new Response('<html>'), 'unreachable'],
    ['a failure without a code', () => Response.json({}, { status: 502 }), 'unreachable'],
    ['a failure with a code', failure(503, 'unknown-key'), 'unknown-key'],
    ['a failure with a code that is on no list', failure(500, '<svg onload=alert(1)>'), 'failed'],
  ])('C-02 takes %s for no sign-out', async (_name, answer, code) => {
    const { auth, changes } = openFakePage([answer, sessionAnswer(15)])
    await expect(auth.session()).rejects.toMatchObject({ name: 'AuthError', code })
    await minutes(0.2)
    expect(await auth.session()).toMatchObject({ accessToken: 'token until 15' })
    expect(changes).toEqual(['error', 'signed-in'])
  })
})

describe('a session that is kept', () => {
  it('C-01 renews the token once, before it ends', async () => {
    const { auth, asked, changes } = openFakePage([sessionAnswer(15), sessionAnswer(30)])
    await auth.session()
    await minutes(13)
    expect(asked).toHaveLength(1)
    await minutes(0.5)
    expect(asked).toHaveLength(2)
    expect(await auth.session()).toMatchObject({ accessToken: 'token until 30' })
    expect(changes).toEqual(['signed-in', 'refreshed'])
  })

  it('does not hammer a server that keeps the token longer than the page would', async () => {
    const { auth, asked } = openFakePage([sessionAnswer(15)])
    await auth.session()
    await minutes(15)
    expect(asked.length).toBeGreaterThan(2)
    expect(asked.length).toBeLessThan(9)
  })

  it('says that it ended, once', async () => {
    const { auth, asked, changes } = openFakePage([sessionAnswer(15), signedOut])
    await auth.session()
    await minutes(60)
    expect(changes).toEqual(['signed-in', 'ended'])
    expect(asked).toHaveLength(2)
    expect(await auth.session()).toBeNull()
  })

  it('C-02 tries again after an outage, and stays signed in', async () => {
    const { auth, changes } = openFakePage([
      sessionAnswer(15),
      failure(503, 'internal'),
      offline,
      sessionAnswer(30),
    ])
    await auth.session()
    await minutes(14)
    expect(changes).toEqual(['signed-in', 'error', 'error', 'refreshed'])
    expect(await auth.session()).toMatchObject({ accessToken: 'token until 30' })
  })

  it('C-02 gives the token it has while that is good, and an error when it has ended', async () => {
    const { auth } = openFakePage([sessionAnswer(15), offline])
    const first = await auth.session()
    vi.setSystemTime(startedAt + 14.5 * 60_000)
    expect(await auth.session()).toBe(first)
    vi.setSystemTime(startedAt + 15 * 60_000)
    await expect(auth.session()).rejects.toMatchObject({ code: 'unreachable' })
  })

  it('C-02 looks at once when the network is back', async () => {
    const { auth, happen, changes } = openFakePage([sessionAnswer(15), offline, sessionAnswer(30)])
    await auth.session()
    await auth.refresh().catch(() => {})
    happen('online')
    await vi.waitFor(() => expect(changes).toEqual(['signed-in', 'error', 'refreshed']))
  })

  it('says who it is when another person signed in meanwhile', async () => {
    const { auth, changes } = openFakePage([sessionAnswer(15), sessionAnswer(30, { id: '8' })])
    await auth.session()
    expect(await auth.refresh()).toMatchObject({ user: { id: '8' } })
    expect(changes).toEqual(['signed-in', 'signed-in'])
  })

  it('C-03 renews first when asked for a token that has ended, with one request for all who ask', async () => {
    const { auth, asked } = openFakePage([sessionAnswer(15), sessionAnswer(60)])
    await auth.session()
    vi.setSystemTime(startedAt + 20 * 60_000)
    const both = await Promise.all([auth.session(), auth.session()])
    expect(both.map((session) => session?.accessToken)).toEqual(['token until 60', 'token until 60'])
    expect(asked).toHaveLength(2)
  })

  it('C-03 asks once when it wakes up and somebody wants a token at the same time', async () => {
    const { auth, asked, happen } = openFakePage([sessionAnswer(15), sessionAnswer(35)])
    await auth.session()
    vi.setSystemTime(startedAt + 20 * 60_000)
    happen('visibilitychange')
    expect(await auth.session()).toMatchObject({ accessToken: 'token until 35' })
    expect(asked).toHaveLength(2)
  })

  it('C-03 asks once for that also where the server keeps the token', async () => {
    const body = await sessionAnswer(15)().text()
    const headers = { date: new Date(startedAt).toUTCString() }
    const answers = [sessionAnswer(15), () => new Response(body, { headers })]
    const { auth, asked, happen } = openFakePage(answers)
    const first = await auth.session()
    vi.setSystemTime(startedAt + 20 * 60_000)
    happen('visibilitychange')
    expect(await auth.session()).toMatchObject({ accessToken: first?.accessToken })
    expect(asked).toHaveLength(2)
  })

  it.each([-120, 120])(
    'R-07c goes by the clock of the server where its own is %i minutes away',
    async (aheadMinutes) => {
      const { auth, asked } = openFakePage([
        sessionAnswer(15, { aheadMinutes }),
        sessionAnswer(30, { aheadMinutes }),
      ])
      const first = await auth.session()
      await minutes(13)
      expect(await auth.session()).toBe(first)
      expect(asked).toHaveLength(1)
      await minutes(0.5)
      expect(asked).toHaveLength(2)
    },
  )

  it('R-07c renews first when a clock a minute ahead would refuse the token', async () => {
    const { auth } = openFakePage([sessionAnswer(15), sessionAnswer(60)])
    await auth.session()
    vi.setSystemTime(startedAt + 14 * 60_000)
    expect(await auth.session()).toMatchObject({ accessToken: 'token until 60' })
  })

  it.each([
    ['is seen again', 'visibilitychange', {}],
    ['comes back as it was', 'pageshow', { persisted: true }],
  ] as const)('C-03 renews when a page that slept %s', async (_name, event, facts) => {
    const { auth, happen, changes } = openFakePage([sessionAnswer(15), sessionAnswer(60)])
    await auth.session()
    vi.setSystemTime(startedAt + 20 * 60_000)
    happen(event, facts)
    await vi.waitFor(() => expect(changes).toEqual(['signed-in', 'refreshed']))
  })

  it('says nothing when it is seen again and all is as it was', async () => {
    const { auth, asked, changes, happen } = openFakePage([sessionAnswer(15)])
    await auth.session()
    happen('visibilitychange')
    await vi.waitFor(() => expect(asked).toHaveLength(2))
    await auth.refresh()
    expect(changes).toEqual(['signed-in'])
  })

  it('C-01 does not ask for being loaded, while it is hidden, or before anybody wants to know', async () => {
    const { auth, asked, happen } = openFakePage([sessionAnswer(15)])
    happen('visibilitychange')
    happen('online')
    expect(asked).toEqual([])
    await auth.session()
    happen('pageshow', { persisted: false })
    vi.stubGlobal('document', { hidden: true })
    happen('visibilitychange')
    await minutes(1)
    expect(asked).toHaveLength(1)
  })

  it('asks nobody any more when it is closed', async () => {
    const { auth, asked, happen } = openFakePage([sessionAnswer(15)])
    await auth.session()
    auth.close()
    happen('visibilitychange')
    await minutes(60)
    expect(asked).toHaveLength(1)
  })

  it('goes on where a listener throws, and leaves its error to the page', async () => {
    const { auth } = openFakePage([sessionAnswer(15)])
    auth.onChange(() => {
      throw new Error('of the page')
    })
    const later = vi.fn()
    auth.onChange(later)
    expect(await auth.session()).toMatchObject({ user: { login: 'ada' } })
    expect(later).toHaveBeenCalledOnce()
    expect(() => vi.runOnlyPendingTimers()).toThrow('of the page')
  })

  it('waits for no longer than a timer can', async () => {
    const { auth, asked } = openFakePage([sessionAnswer(60 * 24 * 60)])
    await auth.session()
    await minutes(59)
    expect(asked).toHaveLength(1)
    await minutes(1)
    expect(asked).toHaveLength(2)
  })

  it('calls nobody back who no longer listens', async () => {
    const { auth } = openFakePage([sessionAnswer(15)])
    const listener = vi.fn()
    auth.onChange(listener)()
    await auth.session()
    expect(listener).not.toHaveBeenCalled()
  })
})
