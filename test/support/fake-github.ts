import { createHash } from 'node:crypto'
import { silence, untilAborted } from './fake-hasura.js'
import type { Call } from './fake-world.js'

type Answer = (call: Call) => unknown

/** A GitHub that checks PKCE and otherwise answers as a test says. */
export class FakeGithub {
  /** The challenge that the authorize URL carried; with one, the exchange needs its verifier. */
  challenge: string | undefined
  profile: unknown = {
    id: 1001,
    login: 'octavia',
    name: 'Octavia',
    avatar_url: 'https://avatars.example/1001',
    type: 'User',
  }
  emails: unknown = [{ email: 'octavia@example.com', primary: true, verified: true, visibility: null }]
  token: unknown = { access_token: 'gho_0123456789abcdefghij', token_type: 'bearer', scope: 'user:email' }
  private readonly answers = new Map<string, Answer>()
  private readonly hosts: readonly string[]

  constructor(baseUrl: string) {
    this.hosts =
      baseUrl === 'https://github.com' ? ['https://github.com', 'https://api.github.com'] : [baseUrl]
  }

  /** Overrides one address, for example `POST /login/oauth/access_token`. */
  on(route: string, answer: Answer): this {
    this.answers.set(route, answer)
    return this
  }

  async answer(call: Call, signal: AbortSignal): Promise<Response | undefined> {
    const { origin, pathname } = new URL(call.url)
    if (!this.hosts.includes(origin)) return undefined
    const route = `${call.method} ${pathname.replace('/api/v3', '')}`
    const content = await (this.answers.get(route) ?? this.usual(route))?.(call)
    if (content === silence) return untilAborted(signal)
    if (content === undefined) return Response.json({ message: 'Not Found' }, { status: 404 })
    return content instanceof Response ? content : Response.json(content)
  }

  private usual(route: string): Answer | undefined {
    if (route === 'GET /user') return () => this.profile
    if (route === 'GET /user/emails') return () => this.emails
    if (route === 'POST /login/oauth/access_token') return (call) => this.exchange(call)
    return undefined
  }

  private exchange(call: Call): unknown {
    const { code_verifier: verifier } = JSON.parse(call.body) as { code_verifier?: string }
    const matches = verifier && createHash('sha256').update(verifier).digest('base64url') === this.challenge
    if (this.challenge !== undefined && !matches) return { error: 'bad_verification_code' }
    return this.token
  }
}
