import type { ApolloClient } from '@apollo/client'
import { gql } from '@apollo/client'
import type { Client as UrqlClient } from '@urql/core'
import type { GraphQLClient } from 'graphql-request'
import type { Client as SocketClient } from 'graphql-ws'
import { decodeJwt, SignJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { signIn } from '../../dev/demo/graphql-flow.js'
import { type Auth, createAuth } from '../../static/auth.js'
import { importDocumented } from '../docs/support/documented-module.js'
import { startTestStack, type TestStack } from '../support/test-stack.js'

let stack: TestStack

beforeAll(async () => {
  stack = await startTestStack()
})
beforeEach(() => stack.reset())
afterAll(() => stack?.close())

const query = 'query Me { users(limit: 1) { login } }'
const me = { users: [{ login: 'ada' }] }

interface Page {
  auth: Auth
  /** What was sent to Hasura: the name of the operation, and with which token. */
  sent: { name: string; token: 'first' | 'later' | 'none'; method: string }[]
}

interface Arranged {
  /** When the first token ends, in seconds from now. */
  endsInSeconds: number
  /** When the page takes it to end. */
  seemsToEndInSeconds: number
  /** Makes Hasura refuse every token. */
  refuseAll?: boolean
}

/** A page of somebody who is signed in by GraphQL, and holds an access token that ends when the test wants it. */
async function openPage({ endsInSeconds, seemsToEndInSeconds, refuseAll = false }: Arranged): Promise<Page> {
  const { refreshToken, accessToken, userId } = await signIn(stack.flow, 'ada')
  const first = await endingIn(endsInSeconds, accessToken)
  const endsAt = Date.now() + seemsToEndInSeconds * 1000
  const session = { user: { id: userId }, accessToken: first, endsAt }
  let kept: string | null = JSON.stringify({ refreshToken, session })
  const store = {
    getItem: () => kept,
    setItem: (_key: string, value: string) => {
      kept = value
    },
    removeItem: () => {
      kept = null
    },
  }
  const sent: Page['sent'] = []
  const watched: typeof fetch = async (input, init) => {
    const request = new Request(input, init)
    const token = request.headers.get('authorization')?.replace('Bearer ', '')
    const [, name = ''] = /(?:query|mutation) (\w+)/.exec(await request.clone().text()) ?? []
    sent.push({
      name,
      token: token === undefined ? 'none' : token === first ? 'first' : 'later',
      method: request.method,
    })
    if (token && refuseAll) request.headers.set('authorization', `Bearer ${await endingIn(-60, token)}`)
    return fetch(request)
  }
  const auth = createAuth({ flow: 'graphql', graphqlUrl: stack.flow.endpoint, store, fetch: watched })
  onTestFinished(auth.close)
  return { auth, sent }
}

/** The same token with another end. */
function endingIn(seconds: number, accessToken: string): Promise<string> {
  const exp = Math.floor(Date.now() / 1000) + seconds
  const key = new TextEncoder().encode(stack.secrets.jwtKey)
  return new SignJWT({ ...decodeJwt(accessToken), exp })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .sign(key)
}

type Ask = (auth: Auth) => Promise<unknown>

/** The document is JavaScript; what its functions take and give is said here. */
async function documented<Function>(heading: string, name: string): Promise<Function> {
  return (await importDocumented('docs/front-ends.md', heading))[name] as Function
}

const libraries: Record<string, Ask> = {
  'Apollo Client': async (auth) => {
    type Create = (auth: Auth, uri: string) => ApolloClient
    const create = await documented<Create>('## Apollo Client', 'createApollo')
    const { data } = await create(auth, stack.flow.endpoint).query({
      query: gql(query),
      fetchPolicy: 'no-cache',
    })
    return data
  },
  urql: async (auth) => {
    const create = await documented<(auth: Auth, url: string) => UrqlClient>('## urql', 'createUrql')
    const { data, error } = await create(auth, stack.flow.endpoint).query(query, {}).toPromise()
    if (error) throw error
    return data
  },
  'graphql-request': async (auth) => {
    type Create = (auth: Auth, url: string) => GraphQLClient
    const create = await documented<Create>('## graphql-request', 'createGraphqlRequest')
    return create(auth, stack.flow.endpoint).request(query)
  },
}

describe.each(Object.entries(libraries))('%s, as docs/front-ends.md has it', (_name, ask) => {
  it('C-12 gets a new token before it asks, when the old one is about to end', async () => {
    const { auth, sent } = await openPage({ endsInSeconds: 30, seemsToEndInSeconds: 30 })
    expect(await ask(auth)).toMatchObject(me)
    expect(sent).toEqual([
      { name: 'refreshSession', token: 'none', method: 'POST' },
      { name: 'Me', token: 'later', method: 'POST' },
    ])
  })

  it('C-12 asks once more with a new token when Hasura refuses the old one', async () => {
    const { auth, sent } = await openPage({ endsInSeconds: -60, seemsToEndInSeconds: 600 })
    expect(await ask(auth)).toMatchObject(me)
    expect(sent).toEqual([
      { name: 'Me', token: 'first', method: 'POST' },
      { name: 'refreshSession', token: 'none', method: 'POST' },
      { name: 'Me', token: 'later', method: 'POST' },
    ])
  })

  it('C-12 asks no third time, and hands the refusal on', async () => {
    const { auth, sent } = await openPage({ endsInSeconds: 600, seemsToEndInSeconds: 600, refuseAll: true })
    await expect(ask(auth)).rejects.toThrow(/JWTExpired/)
    expect(sent.map(({ name }) => name)).toEqual(['Me', 'refreshSession', 'Me'])
  })
})

describe('graphql-ws, as docs/front-ends.md has it', () => {
  type Create = (auth: Auth, url: string, options: object) => SocketClient

  it('C-13 goes on with a new token when the engine closes the socket at the end of the old one', async () => {
    const { auth, sent } = await openPage({ endsInSeconds: 3, seemsToEndInSeconds: 600 })
    const create = await documented<Create>('## graphql-ws', 'createSubscriptions')
    const url = stack.flow.endpoint.replace('http', 'ws')
    const client = create(auth, url, { webSocketImpl: WebSocket })
    onTestFinished(() => client.dispose())
    const closed: unknown[] = []
    client.on('closed', (event) => closed.push(event instanceof Object && 'code' in event && event.code))

    const results = client.iterate({ query: 'subscription { users(limit: 1) { name } }' })
    const next = async () => (await results.next()).value?.data
    expect(await next()).toEqual({ users: [{ name: 'Ada Marlow' }] })
    expect(closed).toEqual([])
    expect(await next()).toEqual({ users: [{ name: 'Ada Marlow' }] })
    expect(closed).toEqual([4403])
    expect(sent.map(({ name }) => name)).toEqual(['refreshSession'])
    await stack.database.exec("update users set name = 'Ada Lovelace' where id = '1001001'")
    expect(await next()).toEqual({ users: [{ name: 'Ada Lovelace' }] })
    await results.return?.()
  })

  it('C-13 connects once somebody can tell who is signed in, and hears the caller’s own listeners', async () => {
    const { auth } = await openPage({ endsInSeconds: 600, seemsToEndInSeconds: 600 })
    let failures = 1
    const session: Auth['session'] = () =>
      failures-- > 0 ? Promise.reject(new Error('nobody can tell')) : auth.session()
    const create = await documented<Create>('## graphql-ws', 'createSubscriptions')
    const closed: unknown[] = []
    const on = { closed: () => closed.push('closed') }
    const url = stack.flow.endpoint.replace('http', 'ws')
    const client = create({ ...auth, session }, url, { webSocketImpl: WebSocket, on })
    const results = client.iterate({ query: 'subscription { users(limit: 1) { login } }' })
    expect((await results.next()).value?.data).toEqual(me)
    expect(failures).toBe(-1)
    await client.dispose()
    await expect.poll(() => closed).toEqual(['closed'])
  })
})
