import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import type { Hono } from 'hono'
import { listen } from '../http/listen.js'
import { createFaults, type Fault, type Faults } from './faults.js'
import { githubApp } from './github-app.js'
import type { GithubState } from './github-state.js'
import { createCodeStore } from './oauth/code-store.js'
import { createDeviceStore } from './oauth/device-store.js'
import { createRefreshStore } from './oauth/refresh-store.js'
import { createTokenStore } from './oauth/token-store.js'
import { type Person, seedPeople } from './people.js'
import { createRandomFaults, type RandomFaults } from './random-faults.js'
import { startEmulator } from './start-emulator.js'

export interface GithubOptions {
  /** 0 takes a free one. */
  port: number
  clientId: string
  clientSecret: string
  /** The registered callback URLs; the first one stands in when a request names none. */
  callbackUrls: readonly string[]
  appName?: string
  clientType?: 'oauth-app' | 'github-app'
  /** Who has an account, instead of the usual few. */
  people?: readonly Person[]
  /** Answers of the REST API per person and hour; GitHub's own 5000 unless given. */
  hourlyLimit?: number
  now?: () => number
  onCall?: (call: GithubCall) => void
}

/** A call that reached the local GitHub, for tests that count or inspect them. */
export interface GithubCall {
  method: string
  path: string
  headers: IncomingHttpHeaders
}

export interface Github {
  url: string
  port: number
  /** Makes the next calls of a path fail, for example of `/login/oauth/access_token` or `/api/v3/user`. */
  fail(path: string, fault: Fault, times?: number): void
  /** Makes calls fail at random, until `clearFaults`. */
  failRandomly(faults: RandomFaults): void
  clearFaults(): void
  /** Ends all faults, and lets everybody be again as they were seeded; tokens stay as they are. */
  reset(): void
  /** Changes what GitHub knows about a person, found by the login they were seeded with. */
  changePerson(seededLogin: string, change: Partial<Omit<Person, 'id'>>): void
  /** Ends the person's tokens, as revoking the application does. */
  revokeTokens(seededLogin: string): void
  close(): Promise<void>
}

/**
 * Starts the local GitHub: `emulate` for the REST API behind a front that does OAuth as GitHub's documentation says,
 * PKCE included. Reached as a GitHub Enterprise Server: `GITHUB_BASE_URL` is its URL.
 */
export async function startGithub({
  now = Date.now,
  onCall,
  port,
  people: seeded = seedPeople(),
  clientType = 'oauth-app',
  hourlyLimit = 5000,
  ...options
}: GithubOptions): Promise<Github> {
  const people = new Map(seeded.map((person) => [person.login, person]))
  const asSeeded = structuredClone(people)
  const emulator = await startEmulator({ people: [...people.values()], ...options })
  const state: GithubState = {
    url: '',
    app: { ...options, clientType, name: options.appName ?? 'your application' },
    people,
    codes: createCodeStore(now),
    devices: createDeviceStore(now),
    tokens: createTokenStore(now),
    refreshTokens: createRefreshStore(now),
    now,
    hourlyLimit,
    emulator,
  }
  const faults = createFaults()
  const changePerson: Github['changePerson'] = (seededLogin, change) =>
    void Object.assign(people.get(seededLogin) ?? {}, change)
  const listening = await listen(createFront(githubApp(state, now), faults, onCall), port).catch(
    async (error: unknown) => {
      await emulator.close()
      throw error
    },
  )
  state.url = listening.url
  return {
    url: listening.url,
    port: listening.port,
    fail: (path, fault, times = 1) => faults.add(path, fault, times),
    failRandomly: (random) => faults.setRandom(createRandomFaults(random)),
    clearFaults: () => faults.clear(),
    reset: () => {
      faults.clear()
      for (const [login, before] of asSeeded) changePerson(login, structuredClone(before))
    },
    changePerson,
    revokeTokens: (seededLogin) => {
      state.tokens.revoke(seededLogin)
      state.refreshTokens.revoke(seededLogin)
    },
    close: async () => void (await Promise.all([listening.close(), emulator.close()])),
  }
}

/** Faults come before the routes, because some of them break the connection itself. */
function createFront(app: Hono, faults: Faults, onCall: GithubOptions['onCall']): Server {
  const answer = getRequestListener(app.fetch, { overrideGlobalObjects: false })
  return createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? ''
    onCall?.({ method: request.method ?? '', path, headers: request.headers })
    faults.apply(request, response, () => void answer(request, response))
  })
}
