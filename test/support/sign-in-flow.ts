import { finishSignIn } from '../../functions/sign-in/finish.js'
import { startSignIn } from '../../functions/sign-in/start.js'
import type { BrowserJar } from './browser-jar.js'
import { userRow } from './fake-hasura.js'
import type { FakeWorld } from './fake-world.js'

export const code = 'c0de1234567890abcdef'

/** Makes Hasura open sessions for whoever GitHub says it is. */
export function acceptSignIns(world: FakeWorld, row: Parameters<typeof userRow>[0] = {}): void {
  const answer = () => ({ insert_sessions_one: { user: userRow(row) } })
  world.hasura.on('OpenSession', answer).on('OpenKnownSession', answer)
}

/** Starts in this browser and gives the query that GitHub would send back, once somebody approved. */
export async function startAndApprove(
  world: FakeWorld,
  jar: BrowserJar,
  returnTo = '/after',
): Promise<URLSearchParams> {
  const path = `/api/auth/signin/github?returnTo=${encodeURIComponent(returnTo)}`
  const started = await jar.visit(startSignIn, path)
  const authorize = new URL(started.headers.get('location') ?? '')
  world.github.challenge = authorize.searchParams.get('code_challenge') ?? undefined
  return new URLSearchParams({ code, state: authorize.searchParams.get('state') ?? '' })
}

export function callbackPath(query: URLSearchParams): string {
  return `/api/auth/callback/github?${query}`
}

/** A whole sign-in; the jar then holds the session. */
export async function signIn(world: FakeWorld, jar: BrowserJar): Promise<Response> {
  const query = await startAndApprove(world, jar)
  return jar.visit(finishSignIn, callbackPath(query))
}
