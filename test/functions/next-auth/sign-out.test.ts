import { describe, expect, test } from 'vitest'
import { signOutFromClient } from '../../../functions/next-auth/sign-out.js'
import { clientWorld } from './client-world.js'

const path = '/api/auth/signout'
const session = ['__Host-gha-access', '__Host-gha-refresh']

async function signedIn(env: Record<string, string> = {}) {
  const client = clientWorld(env)
  client.world.hasura.on('EndSessions', () => ({
    reused: { affected_rows: 0 },
    delete_sessions: { affected_rows: 1 },
  }))
  await client.signIn()
  const csrfToken = await client.csrfToken()
  client.world.hasura.operations.length = 0
  const leave = (fields: Record<string, string> = {}, headers: Record<string, string> = {}) =>
    client.jar.visit(signOutFromClient, path, client.form({ csrfToken, json: 'true', ...fields }, headers))
  const sessionCookies = () => session.filter((name) => client.jar.cookies.has(name))
  return { ...client, leave, sessionCookies }
}

describe('signOutFromClient()', () => {
  test('S-WIRE-05 ends the session in one write, names the page and clears no storage', async () => {
    const { world, leave, sessionCookies } = await signedIn()
    const response = await leave({ callbackUrl: 'https://app.example/notes?page=2#end' })
    expect([response.status, await response.json()]).toEqual([
      200,
      { url: 'https://app.example/notes?page=2#end' },
    ])
    expect(world.hasura.operations.map(({ name }) => name)).toEqual(['EndSessions'])
    expect(sessionCookies()).toEqual([])
    expect(response.headers.has('clear-site-data')).toBe(false)
  })

  test('S-WIRE-05 answers version 5 as well, and sends a form without a script there itself', async () => {
    const v5 = await signedIn()
    const answer = await v5.leave({ json: 'false', callbackUrl: '/notes' }, { 'x-auth-return-redirect': '1' })
    expect(await answer.json()).toEqual({ url: 'https://app.example/notes' })
    const form = await signedIn()
    const sent = await form.leave({ json: 'false', callbackUrl: '/notes' }, { accept: 'text/html' })
    expect([sent.status, sent.headers.get('location')]).toEqual([303, 'https://app.example/notes'])
    expect([...v5.sessionCookies(), ...form.sessionCookies()]).toEqual([])
  })

  test.each([
    'https://evil.example/',
    '//evil.example',
    'javascript:alert(1)',
    'https://[',
    '/api/auth/signout',
    '',
  ])('S-WIRE-05 S-REDIR-05 ends on our own page for callbackUrl=%j', async (callbackUrl) => {
    const { leave } = await signedIn()
    expect(await (await leave({ callbackUrl })).json()).toEqual({ url: 'https://app.example/' })
  })

  test.each([
    ['a token of nobody', { csrfToken: '0'.repeat(64) }],
    ['an empty token', { csrfToken: '' }],
  ])('S-WIRE-07 ends nothing for %s', async (_name, fields) => {
    const { world, leave, sessionCookies } = await signedIn()
    const response = await leave(fields)
    expect([response.status, await response.json()]).toEqual([
      200,
      { url: 'https://app.example/api/auth/error?error=MissingCSRF' },
    ])
    expect(world.hasura.operations).toEqual([])
    expect(sessionCookies()).toEqual(session)
  })

  test('S-WIRE-07 ends nothing for a client that says it is one and brings no token', async () => {
    const { world, jar, form, sessionCookies } = await signedIn()
    for (const init of [form({ json: 'true' }), form({}, { 'x-auth-return-redirect': '1' })]) {
      const response = await jar.visit(signOutFromClient, path, init)
      expect(await response.json()).toEqual({ url: 'https://app.example/api/auth/error?error=MissingCSRF' })
    }
    expect(world.hasura.operations).toEqual([])
    expect(sessionCookies()).toEqual(session)
  })

  test.each([
    { origin: 'https://evil.example' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ])('S-WIRE-07 S-SESS-06 ends nothing for %j, though the token fits', async (headers) => {
    const { world, leave, sessionCookies } = await signedIn()
    const response = await leave({}, headers)
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({
      url: 'https://app.example/api/auth/error?error=cross-site',
    })
    expect(world.hasura.operations).toEqual([])
    expect(sessionCookies()).toEqual(session)
  })

  test('S-WIRE-05 leads to our error page when the database cannot be reached, and keeps the cookies', async () => {
    const { world, leave, sessionCookies } = await signedIn()
    world.hasura.always(() => new Response('', { status: 500 }))
    const response = await leave({ callbackUrl: '/notes' })
    expect(response.status).toBe(503)
    expect(await response.json()).toEqual({
      error: { code: 'hasura-unavailable', message: expect.any(String) },
      url: 'https://app.example/api/auth/error?error=hasura-unavailable',
    })
    expect(sessionCookies()).toEqual(session)
  })

  test('S-WIRE-05 answers the same without a session', async () => {
    const { world, jar, csrfToken, form } = clientWorld()
    const init = form({ csrfToken: await csrfToken(), json: 'true', callbackUrl: '/notes' })
    const response = await jar.visit(signOutFromClient, path, init)
    expect([response.status, await response.json()]).toEqual([200, { url: 'https://app.example/notes' }])
    expect(world.calls).toEqual([])
  })

  test('S-SESS-05 is for everybody else what signOut() is: JSON, and our own form', async () => {
    const byJson = await signedIn()
    const answer = await byJson.jar.visit(signOutFromClient, path, byJson.json({}))
    expect(await answer.json()).toMatchObject({ url: 'https://app.example/api/auth/signin' })
    const byForm = await signedIn()
    const sent = await byForm.jar.visit(signOutFromClient, path, byForm.form({}))
    expect(sent.headers.get('location')).toBe('/api/auth/signin?status=signed-out#signed-out')
    expect([answer, sent].map(({ headers }) => headers.has('clear-site-data'))).toEqual([false, false])
  })
})
