// @ts-check
import { AuthError } from './auth-error.js'

const deadlineMs = 15_000

/**
 * Asks a server of ours; the answer and its headers.
 *
 * @param {typeof fetch} fetch
 * @param {string | Promise<string>} url
 * @param {RequestInit} init
 * @returns {Promise<{ body: unknown, headers: Headers }>}
 * @throws AuthError of the answer's code; `unreachable` where none of our servers answered
 */
export async function askJson(fetch, url, init) {
  let response
  let body
  try {
    response = await fetch(await url, { ...init, signal: AbortSignal.timeout(deadlineMs) })
    body = await response.json()
  } catch (cause) {
    throw new AuthError('unreachable', 'The server cannot be reached.', { cause })
  }
  const problem = body?.error ?? body?.errors?.[0]
  if (problem) throw new AuthError(problem.code ?? problem.extensions?.code, problem.message)
  if (!response.ok) throw new AuthError('unreachable', `The server answered ${response.status}.`)
  return { body, headers: response.headers }
}

/**
 * A request with JSON in it.
 *
 * @param {unknown} content
 * @returns {RequestInit}
 */
export function posted(content) {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(content),
  }
}
