import { describe, expect, test } from 'vitest'
import { answerCsrf } from '../../../functions/next-auth/answer-csrf.js'
import { updateSession } from '../../../functions/next-auth/update-session.js'
import { BrowserJar } from '../../support/browser-jar.js'
import { fakeWorld } from '../../support/fake-world.js'
import { secret } from '../../support/test-env.js'
import { clientWorld, csrfTokenOf } from './client-world.js'

const cookieName = '__Host-gha-csrf'

/** Whether an update with this token is answered, by status. */
async function statusOf(jar: BrowserJar, csrfToken: string | undefined) {
  const { json } = clientWorld()
  return (await jar.visit(updateSession, '/api/auth/session', json({ csrfToken }))).status
}

describe('the token of a browser', () => {
  test('S-WIRE-07 is 64 hexadecimal digits, in a cookie that no script reads and no other host sets', async () => {
    const response = await new BrowserJar(fakeWorld()).visit(answerCsrf, '/api/auth/csrf')
    expect(await response.json()).toEqual({ csrfToken: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^__Host-gha-csrf=[0-9a-f]{64}\.[\w-]{43}; Path=\/; Max-Age=86400; HttpOnly; SameSite=Lax; Secure$/,
      ),
    ])
    expect(response.headers.get('cache-control')).toBe('no-store')
  })

  test('stays the same as long as the cookie is there, so that tabs do not take it from each other', async () => {
    const { jar, csrfToken } = clientWorld()
    expect(await csrfToken()).toBe(await csrfToken())
    jar.cookies.clear()
    const [one, other] = [await csrfToken(), await csrfTokenOf(clientWorld().jar)]
    expect(one).not.toBe(other)
  })

  test('S-WIRE-07 is compared with the cookie, and none is as wrong as another browser’s', async () => {
    const { jar, csrfToken } = clientWorld()
    const token = await csrfToken()
    expect(await statusOf(jar, token)).toBe(200)
    for (const wrong of [
      undefined,
      '',
      'undefined',
      '0'.repeat(64),
      token.slice(1),
      `${token} `,
      token.toUpperCase(),
    ])
      expect([wrong, await statusOf(jar, wrong)]).toEqual([wrong, wrong === token ? 200 : 400])
    jar.cookies.clear()
    expect(await statusOf(jar, token)).toBe(400)
  })

  test('S-WIRE-07 in a cookie that we did not make is none, and is replaced', async () => {
    const { jar, csrfToken } = clientWorld()
    const planted = 'a'.repeat(64)
    const mac = (jar.cookies.get(cookieName) ?? `.${'b'.repeat(43)}`).split('.')[1]
    for (const value of [
      planted,
      `${planted}.`,
      `${planted}.${mac}`,
      `${planted}.${'A'.repeat(43)}`,
      '%',
      '',
    ]) {
      jar.cookies.set(cookieName, value)
      expect([value, await statusOf(jar, planted)]).toEqual([value, 400])
    }
    expect(await csrfToken()).not.toBe(planted)
  })

  test('S-WIRE-07 S-COOKIE-05 in a cookie that comes twice is none', async () => {
    const { world, jar, csrfToken, json } = clientWorld()
    const token = await csrfToken()
    const cookie = `${jar.header()}; ${jar.header()}`
    const twice = json({ csrfToken: token }, { cookie })
    expect((await new BrowserJar(world).visit(updateSession, '/api/auth/session', twice)).status).toBe(400)
  })

  test.each(['AUTH_SECRET_PREVIOUS', 'AUTH_SECRETS_ACCEPTED'])(
    'S-WIRE-07 made with a secret of %s is taken, one of an unknown secret is not',
    async (name) => {
      const former = clientWorld({ AUTH_SECRET: secret() })
      const token = await former.csrfToken()
      const formerSecret = former.world.deps.config.authSecrets[0]
      const moveTo = (env: Record<string, string | undefined>) => {
        const { jar } = clientWorld(env)
        for (const [key, value] of former.jar.cookies) jar.cookies.set(key, value)
        return jar
      }
      const renewed = moveTo({ AUTH_SECRET: secret(), [name]: formerSecret })
      expect(await statusOf(renewed, token)).toBe(200)
      // It is the same token, under the secret that signs now.
      expect(await csrfTokenOf(renewed)).toBe(token)
      expect(renewed.cookies.get(cookieName)).not.toBe(former.jar.cookies.get(cookieName))
      expect(await statusOf(moveTo({ AUTH_SECRET: secret() }), token)).toBe(400)
    },
  )
})
