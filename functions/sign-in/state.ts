import * as z from 'zod'
import type { Config } from '../config/config.js'
import type { Deps } from '../deps.js'
import { clearCookie, readCookie, setCookie } from '../http/cookies.js'
import { challengeShape, verifierShape } from './pkce.js'

/** How long a sign-in may take. GitHub's code lives as long. */
export const signInSeconds = 600

const nonceShape = z.string().length(43)
// The client id makes a state worthless at a deployment that shares nothing but the secret.
const common = { nonce: nonceShape, clientId: z.string() }

const stateShape = z.discriminatedUnion('flow', [
  // The page is there for whoever comes back once more, when the transaction is over. It is checked when it is used.
  z.object({ flow: z.literal('browser'), ...common, origin: z.string(), returnTo: z.string().optional() }),
  z.object({ flow: z.literal('graphql'), ...common, redirectTo: z.string(), codeChallenge: challengeShape }),
])

/** What `state` says about the sign-in that it began. It is sealed: GitHub and the page carry it unread. */
export type SignInState = z.output<typeof stateShape>
type NewState =
  | { flow: 'browser'; origin: string; returnTo: string }
  | { flow: 'graphql'; redirectTo: string; codeChallenge: string }

/** 32 random bytes, new for every attempt (RFC 9700 section 4.7.1). */
export function createNonce(randomBytes: Deps['randomBytes']): string {
  return Buffer.from(randomBytes(32)).toString('base64url')
}

export async function sealState(
  deps: Pick<Deps, 'config' | 'sealer' | 'randomBytes'>,
  state: NewState,
  stateNonce = createNonce(deps.randomBytes),
): Promise<string> {
  const content = { ...state, nonce: stateNonce, clientId: deps.config.github.clientId }
  return deps.sealer.seal('state', content, signInSeconds)
}

/** Gives a state that we sealed less than ten minutes ago for this GitHub app, or undefined. */
export async function openState(
  deps: Pick<Deps, 'config' | 'sealer'>,
  sealed: string,
): Promise<SignInState | undefined> {
  const state = await deps.sealer.open('state', stateShape, sealed)
  return state?.clientId === deps.config.github.clientId ? state : undefined
}

const transactionShape = z.object({
  nonce: nonceShape,
  codeVerifier: verifierShape,
  returnTo: z.string(),
  /** Began when the browser came from installing the GitHub App. */
  installed: z.boolean().optional(),
})

/** What the browser that started a sign-in carries, sealed, until it comes back. */
export type Transaction = z.output<typeof transactionShape>

const cookieName = 'gha-transaction'

export async function transactionCookie(
  deps: Pick<Deps, 'config' | 'sealer'>,
  transaction: Transaction,
): Promise<string> {
  const value = await deps.sealer.seal('transaction', transaction, signInSeconds)
  return setCookie(deps.config.authUrl, { name: cookieName, value, maxAgeSeconds: signInSeconds })
}

export async function readTransaction(
  request: Request,
  deps: Pick<Deps, 'config' | 'sealer'>,
): Promise<Transaction | undefined> {
  const sealed = readCookie(request, deps.config.authUrl, cookieName)
  return sealed === undefined ? undefined : deps.sealer.open('transaction', transactionShape, sealed)
}

export function endedTransactionCookie({ authUrl }: Config): string {
  return clearCookie(authUrl, cookieName)
}
