import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Browser, createBrowser, signInWith } from '../../dev/demo/browser.js'
import { requestGraphql, requireGraphql } from '../../dev/demo/graphql-client.js'
import { createSessionReader, type SessionFrom } from '../../server/session-from.js'
import { documentedMiddleware } from '../support/documented-middleware.js'
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

  it('F-62 asks the session route for its visitor as docs/front-ends.md does, and passes the new cookies on', async () => {
    const withSession = documentedMiddleware(stack.urls.app, sessionFrom)
    const render = async (request: Request) => Response.json((await sessionFrom(request)).status)
    const visit = async (browser: Browser, path = '/notes?page=2') => {
      const headers = { cookie: cookieOf(browser) }
      const answer = await withSession(new Request(`http://inside.example${path}`, { headers }), render)
      for (const line of answer.headers.getSetCookie()) {
        const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s)
        if (value === '') browser.cookies.delete(name)
        else browser.cookies.set(name, value)
      }
      return answer.headers.get('location') ?? (await answer.json())
    }
    const browser = createBrowser()
    expect(await visit(browser)).toBe('signed-out')
    await signInWith(browser, stack.urls.app, 'ben')
    expect(await visit(browser)).toBe('signed-in')
    browser.cookies.delete('gha-access')
    expect(await visit(browser, '//evil.example/')).toBe(`${stack.urls.app}//evil.example/`)
    expect(await visit(browser)).toBe('signed-in')
    browser.cookies.delete('gha-access')
    await stack.database.exec('delete from sessions')
    expect(await visit(browser)).toBe(`${stack.urls.app}/notes?page=2`)
    expect([await visit(browser), browser.cookies.size]).toEqual(['signed-out', 0])
  })
})
