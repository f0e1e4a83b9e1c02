import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Browser, createBrowser, readSession, signOut } from '../../dev/demo/browser.js'
import { approveAs } from '../../dev/github/approve-as.js'
import { keyIdOf } from '../../functions/seal/key-ring.js'
import { secret } from '../support/test-env.js'
import { startTestStack, type TestStack } from '../support/test-stack.js'

let stack: TestStack
/** The deployments of a rotation, all under the address of the first. `old` and `fresh` know one secret only. */
const urls = { old: '', accepting: '', signing: '', retired: '', fresh: '' }

beforeAll(async () => {
  stack = await startTestStack()
  const { AUTH_URL = '', AUTH_SECRET: old = '' } = stack.environment.functions
  const next = secret()
  const [accepting, signing, retired, fresh] = await Promise.all([
    stack.addHost({ AUTH_URL, AUTH_SECRET: old, AUTH_SECRETS_ACCEPTED: `${old}, ${next}` }),
    stack.addHost({ AUTH_URL, AUTH_SECRET: next, AUTH_SECRETS_ACCEPTED: `${old}\n${next}` }),
    stack.addHost({ AUTH_URL, AUTH_SECRET: next, AUTH_SECRETS_RETIRED: keyIdOf(old) }),
    stack.addHost({ AUTH_URL, AUTH_SECRET: next }),
  ])
  Object.assign(urls, {
    old: AUTH_URL,
    accepting: accepting.url,
    signing: signing.url,
    retired: retired.url,
    fresh: fresh.url,
  })
})

beforeEach(() => stack.reset())

afterAll(() => stack?.close())

const sessionSchema = z.object({ sessionId: z.string(), accessToken: z.string() })

async function signedIn(url = urls.old): Promise<{ browser: Browser; sessionId: string }> {
  const browser = createBrowser()
  await signInAt(browser, url, 'ada')
  return { browser, ...sessionSchema.parse(await readSession(browser, url)) }
}

/** Starts at a host itself, which stands behind the common address, and gives GitHub's callback. */
async function begin(browser: Browser, host: string, login: string, returnTo = '/here'): Promise<string> {
  const query = new URLSearchParams({ returnTo, canonical: '1' })
  const started = await browser.navigate(`${host}/api/auth/signin/github?${query}`)
  return approveAs(started.headers.get('location') ?? '', login)
}

async function signInAt(browser: Browser, host: string, login: string): Promise<void> {
  const callback = await begin(browser, host, login)
  await browser.navigate(callback.replace(urls.old, host))
}

/** Reads the session, with a refresh, from one host after the other. */
async function readAtEach(browser: Browser, hosts: readonly string[]): Promise<unknown[]> {
  const found: unknown[] = []
  for (const host of hosts) {
    browser.cookies.delete('gha-access')
    found.push(sessionSchema.parse(await readSession(browser, host)).sessionId)
  }
  return found
}

const rowOf = async (sessionId: string) => {
  const { rows } = await stack.database.query(`select * from sessions where id = '${sessionId}'`, [])
  return rows
}

describe('replacing AUTH_SECRET', () => {
  it('S-VERCEL-07 R-06a keeps sessions while hosts are rolled one by one and back again', async () => {
    const { browser, sessionId } = await signedIn()
    const { old, accepting, signing, retired } = urls
    const firstRoll = [old, accepting, old, accepting]
    const secondRoll = [accepting, signing, accepting, signing, accepting, signing]
    const hosts = [...firstRoll, ...secondRoll, retired, signing]
    expect(await readAtEach(browser, hosts)).toEqual(hosts.map(() => sessionId))
  })

  it('S-START-06 R-06c finishes a sign-in that began on a host of another phase', async () => {
    const { old, accepting, signing } = urls
    const phases = [
      [old, accepting],
      [accepting, old],
      [accepting, signing],
      [signing, accepting],
      [old, signing],
    ] as const
    for (const [from, to] of phases) {
      const browser = createBrowser()
      const callback = await begin(browser, from, 'ben')
      const finished = await browser.navigate(callback.replace(old, to))
      expect([finished.status, finished.headers.get('location')]).toEqual([303, '/here'])
      expect(await readSession(browser, to)).toMatchObject({ user: { login: 'ben' } })
    }
  })

  it('R-06b signs nobody out and writes nothing where a host was rolled back too far', async () => {
    const { browser, sessionId } = await signedIn(urls.signing)
    const before = await rowOf(sessionId)
    for (const withView of [true, false]) {
      if (!withView) browser.cookies.delete('gha-access')
      const cookies = new Map(browser.cookies)
      const answer = await browser.fetch(`${urls.old}/api/auth/session`)
      expect([answer.status, await answer.json()]).toMatchObject([503, { error: { code: 'unknown-key' } }])
      expect(browser.cookies).toEqual(cookies)
    }
    const signedOut = await signOut(browser, urls.old)
    expect([signedOut.status, browser.cookies.has('gha-refresh')]).toEqual([503, true])
    expect(await rowOf(sessionId)).toEqual(before)
    expect(await readSession(browser, urls.signing)).toMatchObject({ sessionId })
  })

  it('R-06c keeps a sign-in under way where a host was rolled back too far', async () => {
    const browser = createBrowser()
    const callback = await begin(browser, urls.signing, 'ben')
    expect((await browser.navigate(callback)).status).toBe(503)
    expect((await browser.navigate(callback.replace(urls.old, urls.accepting))).status).toBe(303)
  })

  it('R-06b lets whoever signs in anew on a host that was rolled back in', async () => {
    const { browser } = await signedIn(urls.signing)
    await signInAt(browser, urls.old, 'ben')
    expect(await readSession(browser, urls.old)).toMatchObject({ user: { login: 'ben' } })
  })

  it('S-SESS-01 ends what a retired secret made, and only that', async () => {
    const { browser } = await signedIn()
    const answer = await browser.fetch(`${urls.fresh}/api/auth/session`)
    expect([answer.status, browser.cookies.size]).toEqual([503, 2])
    expect(await readSession(browser, urls.retired)).toBeNull()
    expect(browser.cookies.size).toBe(0)
  })
})
