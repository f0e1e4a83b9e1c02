import { z } from 'zod'
import type { Deps } from '../deps.js'
import { clearCookie, readCookie, setCookie } from '../http/cookies.js'
import { verifierShape } from './pkce.js'
import { signInSeconds } from './state.js'

const transactionShape = z.object({
  nonce: z.string().length(43),
  codeVerifier: verifierShape,
  returnTo: z.string(),
})

/** What the browser that started a sign-in carries, sealed, until it comes back. */
export type Transaction = z.output<typeof transactionShape>

const name = 'gha-transaction'

export async function transactionCookie(deps: Deps, transaction: Transaction): Promise<string> {
  const value = await deps.sealer.seal('transaction', transaction, signInSeconds)
  return setCookie(deps.config.authUrl, { name, value, maxAgeSeconds: signInSeconds })
}

export async function readTransaction(request: Request, deps: Deps): Promise<Transaction | undefined> {
  const sealed = readCookie(request, deps.config.authUrl, name)
  return sealed === undefined ? undefined : deps.sealer.open('transaction', transactionShape, sealed)
}

export function endedTransactionCookie(deps: Deps): string {
  return clearCookie(deps.config.authUrl, name)
}
