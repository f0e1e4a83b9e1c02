import { describe, expect, test } from 'vitest'
import { updateSession } from '../../../functions/next-auth/update-session.js'
import { readSession } from '../../../functions/session/read.js'
import { clientWorld } from './client-world.js'

const path = '/api/auth/session'

describe('updateSession()', () => {
  test('S-WIRE-10 answers the session as it is, whatever the page wants in it', async () => {
    const { world, jar, signIn, csrfToken, json } = clientWorld()
    await signIn()
    const before: unknown = await (await jar.visit(readSession, path)).json()
    const init = json({ csrfToken: await csrfToken(), data: { user: { id: '1', roles: ['admin'] } } })
    world.calls.length = 0
    const response = await jar.visit(updateSession, path, init)
    expect([response.status, await response.json()]).toEqual([200, before])
    expect(world.calls).toEqual([])
  })

  test.each([
    ['v4', {}],
    ['v5', null],
  ])('S-WIRE-10 tells version %s that nobody is signed in', async (version, nobody) => {
    const { jar, csrfToken, json } = clientWorld({ NEXT_AUTH_CLIENT: version })
    const response = await jar.visit(updateSession, path, json({ csrfToken: await csrfToken() }))
    expect([response.status, await response.json()]).toEqual([200, nobody])
  })

  test('S-WIRE-07 S-WIRE-10 answers 400 and no session for a token that does not fit', async () => {
    const { jar, signIn, json } = clientWorld()
    await signIn()
    const response = await jar.visit(updateSession, path, json({ csrfToken: '0'.repeat(64), data: {} }))
    expect([response.status, await response.json()]).toEqual([400, {}])
  })

  test.each([
    [{ origin: 'https://evil.example' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ 'content-type': 'text/plain' }, 415],
  ])('S-WIRE-07 refuses %j with %i, though the token fits', async (headers, status) => {
    const { jar, signIn, csrfToken, json } = clientWorld()
    await signIn()
    const response = await jar.visit(updateSession, path, json({ csrfToken: await csrfToken() }, headers))
    expect(response.status).toBe(status)
    expect(await response.text()).not.toContain('accessToken')
  })
})
