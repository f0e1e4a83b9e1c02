import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Browser, createBrowser, readSession, signInWith } from '../../dev/demo/browser.js'
import { count } from '../../dev/stack/count.js'
import { expectNoSecrets } from '../support/expect-no-secrets.js'
import { logRows } from '../support/log-rows.js'
import { startTestStack, type TestStack } from '../support/test-stack.js'

let stack: TestStack
const urls = { open: '', closed: '', members: '', mapped: '' }
const membershipsPath = '/api/v3/user/memberships/orgs'
const ids = { ada: '1001001', ben: '1001002', cleo: '4294967301' }

beforeAll(async () => {
  stack = await startTestStack()
  const [closed, members, mapped] = await Promise.all([
    stack.addHost({ SIGN_UP: 'closed' }),
    stack.addHost({ GITHUB_ALLOWED_ORGS: 'Acme' }),
    stack.addHost({ GITHUB_ROLE_MAP: '{"acme": "user", "acme/core": "moderator"}' }),
  ])
  const [open] = [stack.urls.app]
  Object.assign(urls, { open, closed: closed.url, members: members.url, mapped: mapped.url })
})

beforeEach(async () => {
  await stack.reset()
  // They go to the host without rules, which would take away what the others give.
  stack.gate.hold('/api/events')
  await stack.database.exec('delete from users; delete from auth_log')
})

afterAll(() => stack?.close())

async function refused(app: string, person: string): Promise<{ status: number; code: string | undefined }> {
  const browser = createBrowser()
  const response = await signInWith(browser, app, person)
  expect([...browser.cookies.keys()]).toEqual([])
  return { status: response.status, code: /<code>([\w-]+)<\/code>/.exec(await response.text())?.[1] }
}

async function signedIn(app: string, person: string): Promise<Browser> {
  const browser = createBrowser()
  expect((await signInWith(browser, app, person)).status).toBe(303)
  return browser
}

/** Reads the session after the access token has been lost, so that it must be refreshed. */
function refreshed(browser: Browser, app: string): Promise<Response> {
  browser.cookies.delete('gha-access')
  return browser.fetch(`${app}/api/auth/session`)
}

/** Nothing has happened since: events do not get through here, and the reading that a sign-in wants is taken for made. */
async function setLastCheck(minutesAgo: number): Promise<void> {
  await stack.database.query(
    `update users set checked_at = now() - interval '${minutesAgo} minutes', ticket = wanted, shown = wanted`,
  )
}

const membershipCalls = () => stack.githubCalls.filter(({ path }) => path === membershipsPath).length

const rolesOf = async (browser: Browser, app: string) =>
  z.object({ roles: z.array(z.string()) }).parse(await readSession(browser, app)).roles

describe('SIGN_UP=closed', () => {
  it('lets known people in, and leaves no row of a stranger but in the log', async () => {
    await signedIn(urls.open, 'ada')
    expect((await signInWith(createBrowser(), urls.closed, 'ada')).status).toBe(303)
    expect(await refused(urls.closed, 'cleo')).toEqual({ status: 403, code: 'sign-up-closed' })
    expect(await count(stack.database, 'users', `id = '${ids.cleo}'`)).toBe(0)
    expect(await count(stack.database, 'github_tokens', `user_id = '${ids.cleo}'`)).toBe(0)
    expect(await logRows(stack.database, 'sign-in-refused')).toEqual([
      {
        user_id: null,
        session_id: null,
        event: 'sign-in-refused',
        detail: { reason: 'sign-up-closed', githubId: ids.cleo },
      },
    ])
  })
})

describe('GITHUB_ALLOWED_ORGS', () => {
  it('S-GH-14 lets members in, and neither strangers nor the invited', async () => {
    await signedIn(urls.members, 'ada')
    await signedIn(urls.members, 'ben')
    expect(await refused(urls.members, 'cleo')).toEqual({ status: 403, code: 'organisation-required' })
    const invited = { organization: 'acme', role: 'member', state: 'pending', teams: [] } as const
    stack.github.changePerson('cleo', { memberships: [invited] })
    expect(await refused(urls.members, 'cleo')).toEqual({ status: 403, code: 'organisation-required' })
    const reasons = (await logRows(stack.database, 'sign-in-refused')).map(({ detail }) => detail)
    expect(reasons).toEqual(Array(2).fill({ reason: 'organisation-required', githubId: ids.cleo }))
  })

  it('S-GH-14 refuses when GitHub cannot tell, and does not call that a refusal of the person', async () => {
    stack.github.fail(membershipsPath, { kind: 'answer', status: 500 })
    expect(await refused(urls.members, 'ada')).toEqual({ status: 503, code: 'github-unavailable' })
    const sso = { 'x-github-sso': 'required; url=https://github.com/orgs/acme/sso' }
    stack.github.fail(membershipsPath, { kind: 'answer', status: 403, headers: sso, body: '{}' })
    expect(await refused(urls.members, 'ada')).toEqual({ status: 403, code: 'organisation-required' })
    expect(await logRows(stack.database, 'sign-in-refused')).toHaveLength(1)
  })

  it('S-GH-14 asks GitHub again after an hour and not before', async () => {
    const browser = await signedIn(urls.members, 'ada')
    const asked = membershipCalls()
    await setLastCheck(59)
    expect(await (await refreshed(browser, urls.members)).json()).toMatchObject({ user: { login: 'ada' } })
    expect(membershipCalls()).toBe(asked)
    await setLastCheck(61)
    expect(await (await refreshed(browser, urls.members)).json()).toMatchObject({ user: { login: 'ada' } })
    expect(membershipCalls()).toBe(asked + 1)
    expect(await (await refreshed(browser, urls.members)).json()).toMatchObject({ user: { login: 'ada' } })
    expect(membershipCalls()).toBe(asked + 1)
  })

  it.each([2, 20])('S-SESS-03 gives %i tabs one successor also when GitHub is asked again', async (tabs) => {
    const browser = await signedIn(urls.members, 'ada')
    browser.cookies.delete('gha-access')
    await setLastCheck(61)
    const answers = await Promise.all(
      Array.from({ length: tabs }, () => browser.fetch(`${urls.members}/api/auth/session`)),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array(tabs).fill(200))
    for (const answer of answers) expect(await answer.json()).toMatchObject({ user: { login: 'ada' } })
    expect(await count(stack.database, 'sessions', 'generation = 2')).toBe(1)
  })

  it('S-GH-14 signs whoever left out of all devices at the next refresh', async () => {
    const here = await signedIn(urls.members, 'ben')
    const there = await signedIn(urls.members, 'ben')
    stack.github.changePerson('ben', { memberships: [] })
    await setLastCheck(61)
    const answer = await refreshed(here, urls.members)
    expect([answer.status, await answer.json()]).toEqual([200, null])
    expect([...here.cookies.keys()]).toEqual([])
    expect(await count(stack.database, 'sessions', `user_id = '${ids.ben}'`)).toBe(0)
    expect(await (await refreshed(there, urls.members)).json()).toBeNull()
    expect(await logRows(stack.database, 'access-lost')).toEqual([
      expect.objectContaining({ user_id: ids.ben, detail: { reason: 'organisation-required' } }),
    ])
    expect(await refused(urls.members, 'ben')).toEqual({ status: 403, code: 'organisation-required' })
  })

  it('S-GH-15 signs a person out who revoked the application', async () => {
    const browser = await signedIn(urls.members, 'ada')
    stack.github.revokeTokens('ada')
    await setLastCheck(61)
    expect(await (await refreshed(browser, urls.members)).json()).toBeNull()
    expect(await logRows(stack.database, 'access-lost')).toEqual([
      expect.objectContaining({ user_id: ids.ada, detail: { reason: 'grant-revoked' } }),
    ])
  })

  it('S-ERR-02 keeps the session while GitHub is down, gives no token, and goes on afterwards', async () => {
    const browser = await signedIn(urls.members, 'ada')
    await setLastCheck(61)
    stack.github.fail(membershipsPath, { kind: 'reset' })
    const down = await refreshed(browser, urls.members)
    expect([down.status, await down.json()]).toEqual([
      503,
      { error: { code: 'github-unavailable', message: expect.any(String) } },
    ])
    expect(await count(stack.database, 'sessions', 'generation = 1')).toBe(1)
    expect(await logRows(stack.database, 'access-lost')).toEqual([])
    expect(await (await refreshed(browser, urls.members)).json()).toMatchObject({ user: { login: 'ada' } })
  })
})

describe('GITHUB_ROLE_MAP', () => {
  it('S-CLAIM-01 gives roles by organisation and team, and lets nobody in whom no entry fits', async () => {
    expect(await rolesOf(await signedIn(urls.mapped, 'ada'), urls.mapped)).toEqual(['moderator', 'user'])
    expect(await rolesOf(await signedIn(urls.mapped, 'ben'), urls.mapped)).toEqual(['user'])
    expect(await refused(urls.mapped, 'cleo')).toEqual({ status: 403, code: 'organisation-required' })
  })

  it('S-CLAIM-07 takes the role of a team away from whoever left the team', async () => {
    const browser = await signedIn(urls.mapped, 'ada')
    const inAcme = { organization: 'acme', role: 'member', state: 'active', teams: [] } as const
    stack.github.changePerson('ada', { memberships: [inAcme] })
    await setLastCheck(61)
    expect(await (await refreshed(browser, urls.mapped)).json()).toMatchObject({ roles: ['user'] })
    expect(await logRows(stack.database, 'role-revoked')).toEqual([
      expect.objectContaining({ user_id: ids.ada, detail: { role: 'moderator', source: 'github' } }),
    ])
  })

  it('S-CLAIM-07 never takes away what an operator granted', async () => {
    const browser = await signedIn(urls.mapped, 'ben')
    await stack.database.query('insert into user_roles (user_id, role) values ($1, $2)', [
      ids.ben,
      'moderator',
    ])
    await setLastCheck(61)
    expect(await (await refreshed(browser, urls.mapped)).json()).toMatchObject({
      roles: ['moderator', 'user'],
    })
  })
})

describe('a person whom the operator refuses', () => {
  it('S-CLAIM-08 is told so when disabled, and it is written down', async () => {
    const browser = await signedIn(urls.open, 'ada')
    await stack.database.query('update users set disabled_at = now()')
    expect(await (await refreshed(browser, urls.open)).json()).toBeNull()
    expect(await refused(urls.open, 'ada')).toEqual({ status: 403, code: 'user-disabled' })
    expect(await logRows(stack.database, 'disabled')).toHaveLength(1)
    expect(await logRows(stack.database, 'sign-in-refused')).toEqual([
      expect.objectContaining({ user_id: ids.ada, detail: { reason: 'user-disabled', githubId: ids.ada } }),
    ])
  })

  it('S-CLAIM-01 gets no token without any role', async () => {
    const browser = await signedIn(urls.open, 'ben')
    await stack.database.exec('delete from user_roles')
    expect(await (await refreshed(browser, urls.open)).json()).toBeNull()
    expect(await refused(urls.open, 'ben')).toEqual({ status: 403, code: 'role-required' })
  })
})

describe('an account that is no person', () => {
  it.each(['Bot', 'Organization'] as const)(
    'S-GH-18 of type %s is refused, and it is written down',
    async (type) => {
      stack.github.changePerson('cleo', { type })
      expect(await refused(urls.open, 'cleo')).toEqual({ status: 403, code: 'account-type' })
      expect(await count(stack.database, 'users')).toBe(0)
      expect(await logRows(stack.database, 'sign-in-refused')).toEqual([
        expect.objectContaining({ user_id: null, detail: { reason: 'account-type', githubId: ids.cleo } }),
      ])
    },
  )
})

describe('logs', () => {
  it('S-LOG-01 hold no secret and no token of all that happened here', () => {
    expectNoSecrets(stack, 'access-lost')
  })
})
