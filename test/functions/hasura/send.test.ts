import { createRequire } from 'node:module'
import * as graphql from 'graphql'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { readSession } from '../../../functions/session/read.js'
import { BrowserJar } from '../../support/browser-jar.js'
import { callAction } from '../../support/call-webhook.js'
import { userRow } from '../../support/fake-hasura.js'
import { type FakeWorld, fakeWorld } from '../../support/fake-world.js'
import { signIn } from '../../support/sign-in-flow.js'

// graphql is there twice in a test: the one of our sources, and the one of packages.
const ofPackages: typeof graphql = createRequire(import.meta.url)('graphql')

/** Counts the documents that are parsed from now on, each by a lexer of its own. */
function countParsed(): () => number {
  const spies = [graphql, ofPackages].map(({ Lexer }) => vi.spyOn(Lexer.prototype, 'advance'))
  return () => new Set<unknown>(spies.flatMap(({ mock }) => mock.contexts)).size
}

const CUSTOM_CLAIMS = JSON.stringify({
  fragment: 'fragment Claims on users { plan }',
  claims: { 'x-hasura-plan': { path: 'plan' } },
})
const row = { ...userRow(), plan: 'gold' }

function answeringWorld(): FakeWorld {
  const world = fakeWorld({ CUSTOM_CLAIMS })
  const session = { generation: 2, idle_expires_at: '2026-03-31T12:14:00+00:00', user: row }
  world.hasura.on('OpenSession', () => ({ insert_sessions_one: { user: row } }))
  world.hasura.on('RotateSession', () => ({ update_sessions: { returning: [session] } }))
  return world
}

/** What each request asks of Hasura, with a world in which somebody is signed in. */
const requests: Record<
  string,
  { asks: string[]; run: (world: FakeWorld, jar: BrowserJar) => Promise<Response> }
> = {
  'a session read': { asks: [], run: (_, jar) => jar.visit(readSession, '/api/auth/session') },
  'a refresh': {
    asks: ['RotateSession'],
    run: (world, jar) => {
      world.advance(900)
      return jar.visit(readSession, '/api/auth/session')
    },
  },
  'a sign-in': { asks: ['OpenSession'], run: (world) => signIn(world, new BrowserJar(world)) },
  'an Action': {
    asks: ['RotateSession'],
    run: (world, jar) => {
      const refreshToken = jar.cookies.get('__Host-gha-refresh')
      return callAction(world, 'refreshSession', { input: { refreshToken } })
    },
  },
}

describe('sendDocument()', () => {
  afterEach(() => vi.restoreAllMocks())

  test('the configuration parses the fragment of CUSTOM_CLAIMS once', () => {
    const parsed = countParsed()
    fakeWorld({ CUSTOM_CLAIMS })
    expect(parsed()).toBe(1)
  })

  test.each(Object.entries(requests))('parses no document for %s', async (_, { asks, run }) => {
    const world = answeringWorld()
    const jar = new BrowserJar(world)
    await signIn(world, jar)
    world.hasura.operations.length = 0
    const parsed = countParsed()
    expect((await run(world, jar)).ok || asks.includes('OpenSession')).toBe(true)
    expect(world.hasura.operations.map(({ name }) => name)).toEqual(asks)
    expect(parsed()).toBe(0)
  })

  test('tells Hasura the name of the operation', async () => {
    const world = answeringWorld()
    await signIn(world, new BrowserJar(world))
    const [body] = world.calls
      .filter(({ url }) => url === world.deps.config.hasuraEndpoint)
      .map((call) => call.body)
    const sent: unknown = JSON.parse(body ?? '')
    expect(sent).toMatchObject({ operationName: 'OpenSession', variables: expect.anything() })
  })
})
