import * as z from 'zod'
import type { Config } from '../config/config.js'
import { AppError } from '../errors.js'
import { readQuery } from '../http/navigation.js'

/** A code as GitHub makes them; the length leaves room for what GitHub may make of them. */
export const codeShape = z.string().regex(/^[\w.-]{8,200}$/)
export const stateTextShape = z.string().regex(/^[\w.-]{1,2048}$/)
export const issuerShape = z.string().max(300)

const callbackShape = z.object({
  code: codeShape.optional(),
  state: stateTextShape,
  error: z.string().max(200).optional(),
  iss: issuerShape.optional(),
})

const installationShape = z.object({
  installation_id: z.string().optional(),
  setup_action: z.string().optional(),
  error: z.string().optional(),
})
const setupActions: readonly (string | undefined)[] = ['install', 'update', 'request']

/**
 * Whether the browser comes from installing the GitHub App, with a code that nobody here asked for, or from asking the
 * owner of an organisation to: then there is no installation yet.
 *
 * @throws AppError `invalid-input` for a parameter given twice, `access-denied` for one that was refused
 * @see https://docs.github.com/en/apps/creating-github-apps/registering-a-github-app/about-the-user-authorization-callback-url
 */
export function installationOf(request: Request): 'done' | 'requested' | undefined {
  const { searchParams } = new URL(request.url)
  const isOne = searchParams.has('installation_id') || searchParams.has('setup_action')
  if (searchParams.has('state') || !isOne) return undefined
  const { installation_id: id, setup_action: action, error } = readQuery(request, installationShape)
  if (error !== undefined) throw new AppError('access-denied', { reason: `GitHub: ${documented(error)}` })
  if (id === undefined) return action === 'request' ? 'requested' : undefined
  return /^\d{1,20}$/.test(id) && setupActions.includes(action) ? 'done' : undefined
}

/** GitHub's redirect: a code, or the reason why there is none. */
export interface Callback {
  state: string
  answer: { code: string } | { denied: string }
  iss: string | undefined
}

/**
 * Narrows the query that GitHub sent the browser back with.
 *
 * @throws AppError `invalid-state` without a state, `invalid-input` for everything else that is not a callback
 * @see RFC 6749 sections 4.1.2 and 4.1.2.1; RFC 9207
 */
export function readCallback(request: Request, config: Config): Callback {
  if (!new URL(request.url).searchParams.get('state'))
    throw new AppError('invalid-state', { reason: 'no state' })
  const { code, state, error, iss } = readQuery(request, callbackShape)
  requireIssuer(iss, config)
  if (code !== undefined && error === undefined) return { state, iss, answer: { code } }
  if (error !== undefined && code === undefined) return { state, iss, answer: { denied: documented(error) } }
  throw new AppError('invalid-input', { reason: 'a callback needs either a code or an error' })
}

// RFC 6749 section 4.1.2.1, and what GitHub adds to it.
const documentedErrors: readonly string[] = [
  ...['access_denied', 'invalid_request', 'invalid_scope', 'server_error', 'temporarily_unavailable'],
  ...['unauthorized_client', 'unsupported_response_type', 'application_suspended', 'redirect_uri_mismatch'],
]

/** What GitHub says went wrong, for the log: anybody can write something else into the address. */
function documented(error: string): string {
  return documentedErrors.includes(error) ? error : 'an error that is not documented'
}

/** GitHub names itself as `<base>/login/oauth`. */
export function requireIssuer(iss: string | null | undefined, { github }: Config): void {
  if (iss === undefined || iss === null || iss === `${github.baseUrl}/login/oauth`) return
  throw new AppError('invalid-input', { reason: 'the callback names another issuer' })
}
