import type { Handler } from '../../functions/deps.js'
import { cookieLifetimes } from '../../functions/http/cookies.js'
import { browserFailure } from '../../functions/http/failures.js'
import { handle } from '../../functions/http/handle.js'
import type { FakeWorld } from './fake-world.js'

const knownNames = new Set(Object.keys(cookieLifetimes).map((name) => `__Host-${name}`))

/** A browser's cookies, and its way of calling a handler with them. */
export class BrowserJar {
  readonly cookies = new Map<string, string>()
  private readonly world: FakeWorld

  constructor(world: FakeWorld) {
    this.world = world
  }

  async visit(handler: Handler, path: string, init: RequestInit = {}): Promise<Response> {
    const url = new URL(path, this.world.deps.config.authUrl)
    const headers = new Headers(init.headers)
    if (this.cookies.size > 0 && !headers.has('cookie')) headers.set('cookie', this.header())
    const request = new Request(url, { ...init, headers })
    const deps = this.world.deps.forRequest()
    const response = await handle(request, { handler, deps, failure: browserFailure })
    for (const line of response.headers.getSetCookie()) this.store(line)
    return response
  }

  /** A copy, as an attacker would keep one. */
  copy(): BrowserJar {
    const copy = new BrowserJar(this.world)
    for (const [name, value] of this.cookies) copy.cookies.set(name, value)
    return copy
  }

  header(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  private store(line: string): void {
    const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s)
    if (!knownNames.has(name)) throw new Error(`S-COOKIE-08: ${name} is not in the list of cookies`)
    if (/max-age=0/i.test(line)) this.cookies.delete(name)
    else this.cookies.set(name, value)
  }
}
