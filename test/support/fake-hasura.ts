import type { Call } from './fake-world.js'

type Answer = (variables: Record<string, unknown>) => unknown

/** A Hasura that answers each operation as a test says; a `Response` is passed on as it is. */
export class FakeHasura {
  readonly operations: { name: string; variables: Record<string, unknown>; token: string }[] = []
  private readonly answers = new Map<string, Answer>()
  private readonly endpoint: string

  constructor(endpoint: string) {
    this.endpoint = endpoint
  }

  on(operation: string, answer: Answer): this {
    this.answers.set(operation, answer)
    return this
  }

  /** What an operation would be answered now. */
  answerTo(operation: string): unknown {
    return this.answers.get(operation)?.({})
  }

  /** Makes every operation answer the same. */
  always(answer: Answer): this {
    this.answers.set('*', answer)
    return this
  }

  async answer(call: Call, signal: AbortSignal): Promise<Response | undefined> {
    if (call.url !== this.endpoint) return undefined
    const { query, variables } = JSON.parse(call.body) as {
      query: string
      variables: Record<string, unknown>
    }
    const name = /(?:query|mutation) (\w+)/.exec(query)?.[1] ?? ''
    this.operations.push({ name, variables, token: call.headers.get('authorization') ?? '' })
    const answer = this.answers.get('*') ?? this.answers.get(name)
    if (!answer) return graphqlError('validation-failed', `nobody answers ${name}`)
    const content = await answer(variables)
    if (content === silence) return untilAborted(signal)
    return content instanceof Response ? content : Response.json({ data: content })
  }
}

/** What an answer gives when the server accepts the call and never answers. */
export const silence = Symbol('silence')

export function graphqlError(code: string, message = code): Response {
  return Response.json({ errors: [{ message, extensions: { code, path: '$' } }] })
}

export function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

const user = {
  id: '1001',
  login: 'octavia',
  name: 'Octavia',
  email: null,
  avatar_url: 'https://avatars.example/1001',
  default_role: 'user',
  created_at: '2026-01-01T00:00:00+00:00',
  user_roles: [{ role: 'user' }],
}

/** A user's row as Hasura gives it. */
export function userRow(overrides: Partial<Record<keyof typeof user, unknown>> = {}) {
  return { ...user, ...overrides }
}

const grant = {
  token: '',
  refresh_token: null,
  scopes: 'user:email',
  expires_at: null,
  version: 1,
}

/** A stored grant as Hasura gives it. */
export function grantRow(overrides: Partial<Record<keyof typeof grant, unknown>>) {
  return { ...grant, ...overrides }
}
