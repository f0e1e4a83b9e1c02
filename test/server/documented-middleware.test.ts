import { afterEach, describe, expect, it, vi } from 'vitest'
import type { SessionFrom } from '../../server/session-from.js'
import { documentedMiddleware } from '../support/documented-middleware.js'

const asks: SessionFrom = async () => ({ status: 'ask-session-route', reason: 'no-access-token' })
const authUrl = 'https://front.example'
const render = async () => new Response('the page')

afterEach(() => vi.unstubAllGlobals())

describe('withSession() of docs/front-ends.md', () => {
  const withSession = documentedMiddleware(authUrl, asks)

  it('F-63 asks nothing for what goes on to the functions: the question would come back to it', async () => {
    const asked = vi.fn()
    vi.stubGlobal('fetch', asked)
    const response = await withSession(new Request(`${authUrl}/api/auth/session`), render)
    expect([await response.text(), asked.mock.calls]).toEqual(['the page', []])
  })

  it('F-63 shows the page while the functions do not answer', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('fetch failed')))
    const response = await withSession(new Request(`${authUrl}/notes`), render)
    expect(await response.text()).toBe('the page')
  })
})
