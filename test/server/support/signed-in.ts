import jwt from 'jsonwebtoken'
import { BrowserJar } from '../../support/browser-jar.js'
import { type FakeWorld, fakeWorld } from '../../support/fake-world.js'
import { acceptSignIns, signIn } from '../../support/sign-in-flow.js'

export const [access, rest, refresh] = ['__Host-gha-access', '__Host-gha-access-1', '__Host-gha-refresh']

/** Cookies as a browser has them after a sign-in with the functions of that environment. */
export async function signedIn(
  env: Record<string, string | undefined> = {},
  row: Parameters<typeof acceptSignIns>[1] = {},
): Promise<{ world: FakeWorld; cookies: Map<string, string>; clock: () => Date }> {
  const world = fakeWorld(env)
  acceptSignIns(world, row)
  const jar = new BrowserJar(world)
  await signIn(world, jar)
  return { world, cookies: jar.cookies, clock: () => world.clock.now }
}

const headerOf = (cookies: ReadonlyMap<string, string>) =>
  [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')

export const headersOf = (cookies: ReadonlyMap<string, string>) => new Headers({ cookie: headerOf(cookies) })

/** The two tokens of the cookies, with what they say. */
export function tokensIn(cookies: ReadonlyMap<string, string>) {
  const [token = '', view = ''] = ((cookies.get(access) ?? '') + (cookies.get(rest) ?? '')).split('~')
  return { token, view, claims: payloadOf(token), shown: payloadOf(view) }
}

function payloadOf(token: string): Record<string, unknown> {
  return { ...jwt.decode(token, { json: true }) }
}
