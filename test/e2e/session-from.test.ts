import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Browser, createBrowser, signInWith } from '../../dev/demo/browser.js'
import { requestGraphql, requireGraphql } from '../../dev/demo/graphql-client.js'
import { createSessionReader, type SessionFrom } from '../../server/session-from.js'
import { startTestStack, type TestStack } from '../support/test-stack.js'

let stack: TestStack
let sessionFrom: SessionFrom

beforeAll(async () => {
  stack = await startTestStack()
  const { AUTH_URL: authUrl = '', HASURA_GRAPHQL_JWT_SECRET: jwtSecret = '' } = stack.environment.functions
  sessionFrom = createSessionReader({ jwtSecret, authUrl })
})

beforeEach(() => stack.reset())

afterAll(() => stack?.close())

const cookieOf = ({ cookies }: Browser) => [...cookies].map((pair) => pair.join('=')).join('; ')
const requestOf = (browser: Browser) =>
  new Request('http://front-end.example/', { headers: { cookie: cookieOf(browser) } })
const query = '{ users { login } }'

describe('a front end with a server of its own', () => {
  it('F-54 knows who asks without a call, and asks Hasura in their name', async () => {
    const browser = createBrowser()
    await signInWith(browser, stack.urls.app, 'ada')
    const result = await sessionFrom(requestOf(browser))
    if (result.status !== 'signed-in') throw new TypeError(result.status)
    expect(result).toMatchObject({ user: { id: '1001001', login: 'ada' }, defaultRole: 'user' })
    const data = await requireGraphql(stack.flow.endpoint, { query, token: result.accessToken })
    expect(data).toEqual({ users: [{ login: 'ada' }] })
  })

  it('F-51 Hasura refuses the view of the cookie in the place of the token beside it', async () => {
    const browser = createBrowser()
    await signInWith(browser, stack.urls.app, 'ada')
    const [token = '', view = ''] = (browser.cookies.get('gha-access') ?? '').split('~')
    expect(await requestGraphql(stack.flow.endpoint, { query, token })).toHaveProperty('data')
    const { errors, data } = await requestGraphql(stack.flow.endpoint, { query, token: view })
    expect([data, errors?.[0]?.extensions]).toEqual([
      undefined,
      expect.objectContaining({ code: 'invalid-jwt' }),
    ])
  })

  it('F-62 asks the session route for its visitor, and passes the new cookies on', async () => {
    const browser = createBrowser()
    await signInWith(browser, stack.urls.app, 'ben')
    browser.cookies.delete('gha-access')
    expect(await sessionFrom(requestOf(browser))).toEqual({
      status: 'ask-session-route',
      reason: 'no-access-token',
    })
    const headers = { cookie: cookieOf(browser) }
    const answer = await fetch(`${stack.urls.app}/api/auth/session`, { headers })
    for (const line of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s)
      browser.cookies.set(name, value)
    }
    expect(await sessionFrom(requestOf(browser))).toMatchObject({
      status: 'signed-in',
      user: { login: 'ben' },
    })
  })
})
