import { describe, expect, test } from 'vitest'
import { createSessionReader } from '../../server/session-from.js'
import { jwtSecretJson } from '../support/test-env.js'
import { access, headersOf, refresh, rest, signedIn } from './support/signed-in.js'

const jwtSecret = jwtSecretJson()
const env = { HASURA_GRAPHQL_JWT_SECRET: jwtSecret }

async function octavia() {
  const { world, cookies, clock } = await signedIn(env, { email: 'octavia@example.com' })
  const sessionFrom = createSessionReader({ jwtSecret, authUrl: 'https://app.example', clock })
  return { world, cookies, sessionFrom, read: () => sessionFrom(headersOf(cookies)) }
}

const ask = (reason: string) => ({ status: 'ask-session-route', reason })
const signedOut = { status: 'signed-out' }

describe('sessionFrom()', () => {
  test('F-54 says who is signed in, with a token for GraphQL, by the Hasura secret alone', async () => {
    const { cookies, read, world } = await octavia()
    const calls = world.calls.length
    expect(await read()).toEqual({
      status: 'signed-in',
      user: {
        id: '1001',
        login: 'octavia',
        name: 'Octavia',
        email: 'octavia@example.com',
        image: 'https://avatars.example/1001',
      },
      expires: '2026-03-31T12:00:00.000Z',
      roles: ['user'],
      defaultRole: 'user',
      sessionId: cookies.get(refresh)?.split('.')[1],
      accessToken: cookies.get(access)?.split('~')[0],
      accessTokenExpiresAt: '2026-03-01T12:15:00.000Z',
    })
    expect(world.calls).toHaveLength(calls)
  })

  test('F-54 says the same as the session route, which says more to pages and some of it twice for next-auth', async () => {
    const { cookies, read } = await octavia()
    const { readSession } = await import('../../functions/session/read.js')
    const { BrowserJar } = await import('../support/browser-jar.js')
    const { fakeWorld } = await import('../support/fake-world.js')
    const jar = new BrowserJar(fakeWorld(env))
    jar.cookies.set(access, cookies.get(access) ?? '')
    const route = await (await jar.visit(readSession, '/api/auth/session')).json()
    const { status, ...session } = await read()
    expect(route).toMatchObject({ ...session, graphqlUrl: 'https://hasura.example/v1/graphql' })
  })

  test('F-55 says signed out to whoever has no cookie of ours', async () => {
    const { sessionFrom } = await octavia()
    expect(await sessionFrom(new Headers())).toEqual(signedOut)
    expect(await sessionFrom(new Headers({ cookie: 'theme=dark' }))).toEqual(signedOut)
  })

  test.each(['\u00a0', '\ufeff', '\u2000', '\u000b', '\u0085', '\u00c2\u00a0'])(
    'S-COOKIE-10 reads no cookie whose name begins with %j, alone and beside ours',
    async (character) => {
      const { cookies, sessionFrom, read } = await octavia()
      const theirs = [access, rest, refresh].map((name) => `${character}${name}=${cookies.get(access)}`)
      const from = (pairs: string[]) => sessionFrom({ headers: { cookie: pairs.join(' ;\t') } })
      expect(await from(['theme=dark', ...theirs])).toEqual(signedOut)
      expect(await from(theirs)).toEqual(signedOut)
      const ours = [...cookies].map(([name, value]) => `${name}=${value}`)
      expect(await from([...theirs, ...ours])).toEqual(await read())
    },
  )

  test('F-55 says to ask the session route when only a refresh token is there, readable or not, once or twice', async () => {
    const { cookies, sessionFrom, read } = await octavia()
    cookies.delete(access)
    expect(await read()).toEqual(ask('no-access-token'))
    for (const cookie of [`${refresh}=x`, `${refresh}=x; ${refresh}=y`, `${refresh}=`])
      expect(await sessionFrom(new Headers({ cookie }))).toEqual(ask('no-access-token'))
  })

  test('F-55 says so from half a minute before the end of the access token on, and afterwards', async () => {
    const { world, cookies, read } = await octavia()
    world.advance(869)
    expect(await read()).toMatchObject({ status: 'signed-in' })
    for (const seconds of [1, 29, 1, 3600]) {
      world.advance(seconds)
      expect(await read()).toEqual(ask('access-token-expired'))
    }
    cookies.delete(refresh)
    expect(await read()).toEqual(signedOut)
  })

  test('F-55 takes the session that this browser signed out of for none', async () => {
    const { cookies, read } = await octavia()
    cookies.set('__Host-gha-ended', cookies.get(refresh)?.split('.')[1] ?? '')
    expect(await read()).toEqual(ask('session-ended'))
    cookies.delete(refresh)
    expect(await read()).toEqual(signedOut)
    cookies.set('__Host-gha-ended', 'another')
    expect(await read()).toMatchObject({ status: 'signed-in' })
  })

  test('F-56 reads __Host- cookies on https and plain ones on loopback, and never the other', async () => {
    const { cookies, clock } = await signedIn(env)
    const value = cookies.get(access)
    const [hosted, plain] = [`__Host-gha-access=${value}`, `gha-access=${value}`]
    const readWith = (authUrl: string | undefined, cookie: string) =>
      createSessionReader({ jwtSecret, clock, ...(authUrl && { authUrl }) })(
        new Request('http://localhost/', {
          headers: { cookie, 'x-forwarded-proto': 'http', host: 'localhost' },
        }),
      )
    for (const authUrl of [undefined, 'https://app.example']) {
      expect(await readWith(authUrl, hosted)).toMatchObject({ status: 'signed-in' })
      expect(await readWith(authUrl, plain)).toEqual(signedOut)
    }
    expect(await readWith('http://localhost:3000', plain)).toMatchObject({ status: 'signed-in' })
    expect(await readWith('http://localhost:3000', hosted)).toEqual(signedOut)
  })
})
