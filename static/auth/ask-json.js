// @ts-check
import { AuthError } from './auth-error.js'
import { toAuthError } from './to-auth-error.js'

/**
 * Asks a server of ours.
 *
 * @param {typeof fetch} fetch
 * @param {string | Promise<string>} url
 * @param {RequestInit} init
 * @returns {Promise<{ body: unknown, headers: Headers }>}
 * @throws AuthError of the answer's code; `unreachable` where none of our servers answered
 */
export async function askJson(fetch, url, init) {
  try {
    const response = await fetch(await url, { signal: AbortSignal.timeout(15_000), ...init })
    const body = await response.json()
    const problem = body?.error ?? body?.errors?.[0]
    if (problem) throw new AuthError(problem.code ?? problem.extensions?.code, problem.message)
    if (!response.ok) throw new Error(`Status ${response.status}`)
    return { body, headers: response.headers }
  } catch (cause) {
    throw toAuthError(cause)
  }
}
