import { answerCsrf } from '../../../functions/next-auth/answer-csrf.js'
import { BrowserJar } from '../../support/browser-jar.js'
import { fakeWorld } from '../../support/fake-world.js'
import { acceptSignIns, signIn } from '../../support/sign-in-flow.js'

/** What a browser says of a script of our own pages. */
const fromOurPage = { origin: 'https://app.example', 'sec-fetch-site': 'same-origin', accept: '*/*' }
const formType = { 'content-type': 'application/x-www-form-urlencoded' }

/** A browser with next-auth's client in it. */
export function clientWorld(env: Record<string, string | undefined> = {}) {
  const world = fakeWorld(env)
  acceptSignIns(world)
  const jar = new BrowserJar(world)
  return {
    world,
    jar,
    signIn: () => signIn(world, jar),
    csrfToken: () => csrfTokenOf(jar),
    form: (fields: Record<string, string>, headers: Record<string, string> = {}): RequestInit => ({
      method: 'POST',
      headers: { ...fromOurPage, ...formType, ...headers },
      body: new URLSearchParams(fields),
    }),
    json: (content: unknown, headers: Record<string, string> = {}): RequestInit => ({
      method: 'POST',
      headers: { ...fromOurPage, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(content),
    }),
  }
}

/** Asks for the token as a page does. */
export async function csrfTokenOf(jar: BrowserJar): Promise<string> {
  const answer: unknown = await (await jar.visit(answerCsrf, '/api/auth/csrf')).json()
  return answer !== null && typeof answer === 'object' && 'csrfToken' in answer
    ? String(answer.csrfToken)
    : ''
}
