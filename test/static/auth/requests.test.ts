import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { offline, sessionAnswer } from './support/answers.js'
import { openFakePage, stubBrowser } from './support/fake-page.js'
import { graphqlFailure } from './support/grants.js'

beforeEach(stubBrowser)
afterEach(() => vi.useRealTimers())

const hasura = 'https://hasura.example/v1/graphql'
const ok = () => Response.json({ data: { notes: [] } })
const tokensOf = (requests: readonly Request[]) =>
  requests.map(({ headers }) => headers.get('authorization')).filter((_, index) => index > 0)
const refused = {
  'Hasura refuses it': graphqlFailure('invalid-jwt'),
  'a server answers 401': () => new Response('', { status: 401 }),
}

describe.each(Object.entries(refused))('fetch() with a token when %s', (_name, refusal) => {
  it('C-07 sends the request once more, as it was, with a new token', async () => {
    const { auth, requests } = openFakePage([sessionAnswer(15), refusal, sessionAnswer(30), ok])
    const body = '{"query":"{ notes { id } }"}'
    const response = await auth.fetch(hasura, { method: 'POST', body, headers: { 'x-hasura-role': 'user' } })
    expect(await response.json()).toEqual({ data: { notes: [] } })
    expect(tokensOf(requests)).toEqual(['Bearer token until 15', null, 'Bearer token until 30'])
    const again = requests[3]
    expect([again?.method, await again?.text(), again?.headers.get('x-hasura-role')]).toEqual([
      'POST',
      body,
      'user',
    ])
  })

  it('C-07 gives the second refusal back and tries no third time', async () => {
    const { auth, requests } = openFakePage([sessionAnswer(15), refusal, sessionAnswer(30), refusal])
    const response = await auth.fetch(hasura, { method: 'POST', body: '{}' })
    expect([response.status, await response.text()]).toEqual([refusal().status, await refusal().text()])
    expect(requests).toHaveLength(4)
  })

  it.each([
    ['there is no other token', sessionAnswer(15)],
    ['nobody is signed in any more', () => Response.json(null)],
    ['somebody else is', sessionAnswer(30, { id: '8' })],
    ['nobody can tell', offline],
  ])('C-07 gives the refusal back when %s', async (_name, next) => {
    const { auth, requests } = openFakePage([sessionAnswer(15), refusal, next])
    const response = await auth.fetch(hasura, { method: 'POST', body: '{}' })
    expect(await response.text()).toBe(await refusal().text())
    expect(requests).toHaveLength(3)
  })

  it('C-07 renews once for all requests that were refused', async () => {
    const { auth, asked } = openFakePage([
      sessionAnswer(15),
      refusal,
      refusal,
      refusal,
      sessionAnswer(30),
      ok,
    ])
    await auth.session()
    const sent = [1, 2, 3].map(() => auth.fetch(hasura, { method: 'POST', body: '{}' }))
    expect((await Promise.all(sent)).map(({ status }) => status)).toEqual([200, 200, 200])
    expect(asked.filter((address) => address.endsWith('/session'))).toHaveLength(2)
  })
})

describe('fetch()', () => {
  it('goes without a token when nobody is signed in, and takes the refusal', async () => {
    const { auth, requests } = openFakePage([() => Response.json(null), refused['a server answers 401']])
    expect((await auth.fetch(hasura)).status).toBe(401)
    expect(tokensOf(requests)).toEqual([null])
  })

  it('C-02 sends nothing when nobody can tell who is signed in', async () => {
    const { auth, asked } = openFakePage([offline])
    await expect(auth.fetch(hasura)).rejects.toMatchObject({ code: 'unreachable' })
    expect(asked).toEqual(['GET /api/auth/session'])
  })

  it('C-08 shows the token to this origin, Hasura and whom the page trusts, and to nobody else', async () => {
    const options = { trustedOrigins: ['https://api.example'] }
    const { auth, requests } = openFakePage([sessionAnswer(15), ok], options)
    await auth.fetch('https://app.example/api/notes')
    await auth.fetch('https://api.example/notes')
    await auth.fetch(hasura)
    expect(tokensOf(requests)).toEqual(Array(3).fill('Bearer token until 15'))
    for (const url of ['https://evil.example/', 'https://api.example.evil.example/', 'http://api.example/']) {
      await expect(auth.fetch(url)).rejects.toThrow(TypeError)
    }
    expect(requests).toHaveLength(4)
  })

  it.each([
    'text/event-stream',
    'multipart/mixed',
    'application/x-ndjson',
    'application/json-seq',
    'application/stream+json',
    'text/html; of=application/json',
  ])('leaves %s to the caller unread', async (type) => {
    const { auth } = openFakePage([
      sessionAnswer(15),
      () => new Response(new ReadableStream(), { headers: { 'content-type': type } }),
    ])
    expect((await auth.fetch(hasura)).bodyUsed).toBe(false)
  })
})

describe('fetch() of Hasura', () => {
  it.each(['application/json', 'application/json; charset=utf-8', 'application/graphql-response+json'])(
    'C-07 hears a refusal in %s',
    async (type) => {
      const body = await refused['Hasura refuses it']().text()
      const refusal = () => new Response(body, { headers: { 'content-type': type } })
      const { auth, requests } = openFakePage([sessionAnswer(15), refusal, sessionAnswer(30), ok])
      await auth.fetch(hasura)
      expect(requests).toHaveLength(4)
    },
  )
})

describe('graphql()', () => {
  it('asks where the session says, with query, variables and role', async () => {
    const { auth, requests } = openFakePage([sessionAnswer(15), ok])
    const answer = await auth.graphql('query ($id: uuid!) { notes { id } }', { id: 'x' }, { role: 'user' })
    expect(answer).toEqual({ data: { notes: [] }, errors: [] })
    expect(requests[1]?.url).toBe(hasura)
    expect(requests[1]?.credentials).toBe('omit')
    expect(requests[1]?.headers.get('x-hasura-role')).toBe('user')
    expect(await requests[1]?.json()).toEqual({
      query: 'query ($id: uuid!) { notes { id } }',
      variables: { id: 'x' },
    })
  })

  it('C-07 asks once more with a new token where Hasura refused the old one', async () => {
    const answers = [sessionAnswer(15), graphqlFailure('invalid-jwt'), sessionAnswer(30), ok]
    const { auth, asked } = openFakePage(answers)
    expect(await auth.graphql('{ notes { id } }')).toEqual({ data: { notes: [] }, errors: [] })
    expect(asked).toHaveLength(4)
  })

  it('gives what Hasura refuses as it came', async () => {
    const { auth } = openFakePage([sessionAnswer(15), graphqlFailure('validation-failed')])
    expect(await auth.graphql('{ nonsense }')).toEqual({
      data: null,
      errors: [{ message: 'words for validation-failed', extensions: { code: 'validation-failed' } }],
    })
  })

  it.each([
    ['no network', offline],
    ['a page of something else', () => new Response('<html>')],
    ['JSON that is no GraphQL', () => Response.json({})],
    ['no JSON object', () => Response.json(null)],
  ])('is an AuthError after %s', async (_name, answer) => {
    const { auth } = openFakePage([sessionAnswer(15), answer])
    await expect(auth.graphql('{ notes { id } }')).rejects.toMatchObject({
      name: 'AuthError',
      code: 'unreachable',
    })
  })

  it('is an AuthError where it cannot be found out where Hasura is', async () => {
    const { auth } = openFakePage([sessionAnswer(15)], { graphqlUrl: async () => offline() })
    await expect(auth.graphql('{ notes { id } }')).rejects.toMatchObject({ code: 'unreachable' })
  })

  it('is an AuthError where nobody says where Hasura is', async () => {
    const { auth } = openFakePage([() => Response.json(null)])
    await expect(auth.graphql('{ notes { id } }')).rejects.toMatchObject({ code: 'unauthorized' })
  })
})
